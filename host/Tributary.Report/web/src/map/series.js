import { charts, clear, draw, line, logRange, timeAxis, tzDate, valueAxis } from '../chart.js';
import { memberNames } from '../content.js';
import { dash, palette } from '../palette.js';
import { unit } from '../words.js';

/** The course of a result at one place over the frames, a line a member; a click goes to its frame. */
export function series({ result, place, places, frames, log, title, frameOf, onFrame }) {
  if (result.static || frames.length < 2) {
    clear('map-series', `${result.label} does not change with time.`);
    return;
  }

  const colours = palette();
  const x = frames.map((frame) => Date.parse(frame.start) / 1000);
  const values = result.layers.map((layer) => frames.map((_, frame) => {
    const value = places.mean(result, layer, frame, place);
    return log && !(value > 0) ? null : value;
  }));
  const stroke = (layer) => (layer.member === null ? colours.observed : colours.member(Math.max(0, memberNames.indexOf(layer.member))));
  const host = document.getElementById('map-series');
  draw('map-series', {
    label: `${title} over time`,
    height: 230,
    tzDate,
    cursor: { drag: { x: false, y: false, setScale: false }, points: { size: 6 } },
    legend: { markers: { width: 3 } },
    scales: { x: { time: true }, v: log ? { distr: 3, range: logRange } : { range: (_, low, high) => [Math.min(0, low ?? 0), high > 0 ? high * 1.06 : Math.max(0, high ?? 1)] } },
    axes: [timeAxis(), valueAxis(unit(result.unit) || result.label, { scale: 'v' })],
    series: [
      { label: 'Frame', value: (_, __, ___, index) => (index === null || index === undefined ? '–' : frames[index].label) },
      ...result.layers.map((layer) => line(layer.member ?? result.label, stroke(layer), { scale: 'v', dash: layer.member === null ? undefined : dash(memberNames.indexOf(layer.member)) })),
    ],
    hooks: { drawAxes: [(chart) => cursorAt(chart, x[frameOf()], colours)] },
  }, [x, ...values]);
  host.onclick = () => {
    const index = charts['map-series']?.cursor.idx;
    if (index !== null && index !== undefined) {
      onFrame(index);
    }
  };
}

function cursorAt(chart, seconds, colours) {
  const { ctx, bbox } = chart;
  const x = chart.valToPos(seconds, 'x', true);
  ctx.save();
  ctx.strokeStyle = colours.faint;
  ctx.lineWidth = 2 * devicePixelRatio;
  ctx.beginPath();
  ctx.moveTo(x, bbox.top);
  ctx.lineTo(x, bbox.top + bbox.height);
  ctx.stroke();
  ctx.restore();
}
