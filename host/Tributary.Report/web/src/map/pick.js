const reachable = 7;
const gaugeSize = 10;

/** What lies under a point of the canvas: a gauge, else a reach nearby where reaches are shown, else a unit. */
export function picker(map, places) {
  const scratch = document.createElement('canvas').getContext('2d');
  return (view, x, y, first) => {
    const gauge = map.gauges.find((one) => { const [a, b] = view.screenOf(one.x, one.y); return Math.hypot(a - x, b - y) < gaugeSize; });
    if (gauge) {
      return { gauge };
    }

    const [gx, gy] = view.gridOf(x, y);
    const unit = () => places.units.find(({ shape: { box, path } }) => gx >= box[0] && gx <= box[2] && gy >= box[1] && gy <= box[3] && scratch.isPointInPath(path, gx, gy, 'evenodd'));
    const place = first === 'reaches' ? nearest(places.reaches, gx, gy, reachable / view.k) : unit();
    return place ? { place } : null;
  };
}

function nearest(reaches, x, y, limit) {
  let found = null;
  let best = limit;
  reaches.forEach((place) => {
    const [left, top, right, bottom] = place.shape.box;
    if (x < left - best || x > right + best || y < top - best || y > bottom + best) {
      return;
    }

    place.shape.parts.forEach((points) => {
      for (let i = 1; i < points.length; i++) {
        const far = distance(x, y, points[i - 1], points[i]);
        if (far < best) {
          best = far;
          found = place;
        }
      }
    });
  });
  return found;
}

function distance(x, y, [ax, ay], [bx, by]) {
  const square = (bx - ax) ** 2 + (by - ay) ** 2;
  const t = square === 0 ? 0 : Math.min(1, Math.max(0, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / square));
  return Math.hypot(x - ax - t * (bx - ax), y - ay - t * (by - ay));
}
