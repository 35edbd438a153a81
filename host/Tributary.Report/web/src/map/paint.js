const smallUnit = 9;
const thin = 0.7;
const thick = 4.6;

/** Width in pixels of a reach: its square is in proportion to the size, and it grows slowly with zoom. */
export function widthOf(place, places, view) {
  const share = places.largest > 0 ? Math.max(0, place.size) / places.largest : 0;
  return (thin + (thick - thin) * Math.sqrt(share)) * Math.min(3, Math.max(0.8, (view.k / view.fit) ** 0.35));
}

/** Draws units and rivers. `colourOf` gives the colour of a place, or null where it has no value. */
export function paint(context, view, shapes, places, { on, colourOf, colours, rivers, ratio }) {
  const place = () => context.setTransform(ratio * view.k, 0, 0, ratio * view.k, ratio * view.x, ratio * view.y);
  const pixels = (width) => width / view.k;
  const seen = places.units.filter((unit) => view.sees(unit.shape.box));
  const size = Math.sqrt(seen.reduce((sum, { shape: { box } }) => sum + (box[2] - box[0]) * (box[3] - box[1]), 0) / Math.max(1, seen.length)) * view.k;
  const small = size < smallUnit;
  place();
  context.lineJoin = 'round';
  context.lineCap = 'round';

  const none = hatch(context, colours, view);
  seen.forEach((unit) => {
    const colour = on === 'units' ? colourOf(unit) ?? none : colours.land;
    context.fillStyle = colour;
    context.fill(unit.shape.path, 'evenodd');
    if (small && colour !== none) {
      context.strokeStyle = colour;
      context.lineWidth = pixels(0.8);
      context.stroke(unit.shape.path);
    }
  });

  if (!small) {
    context.strokeStyle = on === 'units' ? colours.border : colours.landBorder;
    context.lineWidth = pixels(Math.min(1, 0.45 + size / 160));
    context.stroke(shapes.borders);
  }

  context.strokeStyle = colours.divide;
  context.lineWidth = pixels(1.3);
  context.stroke(shapes.divide);

  const shown = places.bySize.filter((reach) => view.sees(reach.shape.box));
  if (on === 'reaches') {
    stroked(context, shown, () => colours.casing, (reach) => pixels(widthOf(reach, places, view) + 1.6));
    stroked(context, shown, (reach) => colourOf(reach) ?? colours.faint, (reach) => pixels(widthOf(reach, places, view)));
  } else if (rivers) {
    stroked(context, shown, () => colours.river, (reach) => pixels(0.75 * widthOf(reach, places, view)));
  }

  context.setTransform(ratio, 0, 0, ratio, 0, 0);
}

function stroked(context, reaches, colourOf, widthFor) {
  reaches.forEach((reach) => {
    context.strokeStyle = colourOf(reach);
    context.lineWidth = widthFor(reach);
    context.stroke(reach.shape.path);
  });
}

// Hatching stays as fine as it is whatever the zoom.
function hatch(context, colours, view) {
  const tile = document.createElement('canvas');
  tile.width = 8;
  tile.height = 8;
  const pen = tile.getContext('2d');
  pen.fillStyle = colours.land;
  pen.fillRect(0, 0, 8, 8);
  pen.strokeStyle = colours.faint;
  pen.lineWidth = 1;
  pen.beginPath();
  [[-2, 2, 2, -2], [0, 8, 8, 0], [6, 10, 10, 6]].forEach(([a, b, c, d]) => { pen.moveTo(a, b); pen.lineTo(c, d); });
  pen.stroke();
  const pattern = context.createPattern(tile, 'repeat');
  pattern.setTransform(new DOMMatrix([1 / view.k, 0, 0, 1 / view.k, 0, 0]));
  return pattern;
}
