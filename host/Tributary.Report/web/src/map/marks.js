import { number } from '../words.js';
import { widthOf } from './paint.js';

const lengths = [1, 2, 5];
const longest = 130;
const fewGauges = 12;

/** Draws what stands over the map: the place under the pointer, the chosen one, gauges, scale bar and north. */
export function marks(context, view, places, { hovered, chosen, gauges, basin, colours, font, ratio, step }) {
  context.setTransform(ratio * view.k, 0, 0, ratio * view.k, ratio * view.x, ratio * view.y);
  context.lineJoin = 'round';
  context.lineCap = 'round';
  const ring = (place, colour, width) => {
    const wide = place.on === 'reaches' ? widthOf(place, places, view) + 2 * width : width;
    context.strokeStyle = colour;
    context.lineWidth = wide / view.k;
    context.stroke(place.shape.path);
  };
  if (chosen) {
    ring(chosen, colours.card, chosen.on === 'reaches' ? 4 : 5);
    ring(chosen, colours.accent, chosen.on === 'reaches' ? 2.2 : 2.6);
    if (chosen.on === 'reaches') {
      ring(chosen, colours.card, 0);
    }
  }

  if (hovered) {
    ring(hovered, colours.ink, hovered.on === 'reaches' ? 1 : 1.8);
  }

  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  gauges.forEach((gauge) => drawGauge(context, gauge, view, { colours, font, open: gauge.basin !== null && gauge.basin === basin, named: gauges.length <= fewGauges || view.k > 2 * view.fit }));
  scaleBar(context, view, step, colours, font);
  north(context, view, colours, font);
}

function drawGauge(context, gauge, view, { colours, font, open, named }) {
  const [x, y] = view.screenOf(gauge.x, gauge.y);
  context.beginPath();
  context.moveTo(x - 6.5, y - 5);
  context.lineTo(x + 6.5, y - 5);
  context.lineTo(x, y + 6.5);
  context.closePath();
  Object.assign(context, { lineWidth: 4, strokeStyle: colours.card, fillStyle: open ? colours.accent : colours.ink });
  context.stroke();
  context.fill();
  if (named) {
    Object.assign(context, { font: `600 ${font}`, textAlign: 'left', textBaseline: 'middle', lineWidth: 3.5, fillStyle: colours.ink });
    context.strokeText(gauge.id, x + 11, y);
    context.fillText(gauge.id, x + 11, y);
  }
}

function scaleBar(context, view, step, colours, font) {
  const most = (longest / view.k) * step;
  const decade = 10 ** Math.floor(Math.log10(most));
  const km = decade * lengths.filter((length) => length * decade <= most).pop();
  const width = (km / step) * view.k;
  const [x, y] = [view.width - width - 16, view.height - 16];
  const text = km >= 1 ? `${number(km)} km` : `${number(km * 1000)} m`;
  const bar = () => { context.beginPath(); context.moveTo(x, y - 6); context.lineTo(x, y); context.lineTo(x + width, y); context.lineTo(x + width, y - 6); context.stroke(); };
  Object.assign(context, { lineCap: 'butt', lineWidth: 4.5, strokeStyle: colours.card });
  bar();
  Object.assign(context, { lineWidth: 1.5, strokeStyle: colours.ink });
  bar();
  Object.assign(context, { font, textAlign: 'center', textBaseline: 'alphabetic', lineWidth: 3.5, strokeStyle: colours.card, fillStyle: colours.ink });
  context.strokeText(text, x + width / 2, y - 6);
  context.fillText(text, x + width / 2, y - 6);
}

function north(context, view, colours, font) {
  const [x, y] = [view.width - 26, 20];
  context.beginPath();
  context.moveTo(x, y - 9);
  context.lineTo(x + 6, y + 8);
  context.lineTo(x, y + 4);
  context.lineTo(x - 6, y + 8);
  context.closePath();
  Object.assign(context, { lineWidth: 4, strokeStyle: colours.card, fillStyle: colours.muted, lineJoin: 'round' });
  context.stroke();
  context.fill();
  Object.assign(context, { font: `600 ${font}`, textAlign: 'center', textBaseline: 'top', lineWidth: 3.5 });
  context.strokeText('N', x, y + 12);
  context.fillText('N', x, y + 12);
}
