const steps = [1 / 60, 2 / 60, 5 / 60, 10 / 60, 15 / 60, 0.5, 1, 2, 5, 10, 15, 30];
const apart = 130;
const pieces = 24;

/** Meridians and parallels with their degrees at the lower and left edge. */
export function graticule(context, view, plane, { width, height, line, text, font, halo }) {
  const [west, east, south, north] = extent(view, plane, width, height);
  const perDegree = height / Math.max(1e-9, north - south);
  const step = steps.find((one) => one * perDegree >= apart) ?? 30;
  context.lineWidth = 1;
  context.strokeStyle = line;
  const meridians = along(west, east, step).map((lon) => ({ label: degrees(lon, step, 'E', 'W'), points: sampled(south, north, (lat) => plane.forward(lon, lat), view) }));
  const parallels = along(south, north, step).map((lat) => ({ label: degrees(lat, step, 'N', 'S'), points: sampled(west, east, (lon) => plane.forward(lon, lat), view) }));
  context.beginPath();
  [...meridians, ...parallels].forEach(({ points }) => points.forEach(([x, y], i) => context[i === 0 ? 'moveTo' : 'lineTo'](x, y)));
  context.stroke();
  return () => {
    Object.assign(context, { font, fillStyle: text, strokeStyle: halo, lineWidth: 3, lineJoin: 'round', textAlign: 'left', textBaseline: 'alphabetic' });
    meridians.forEach(({ label, points }) => {
      const x = crossing(points.map(([a, b]) => [b, a]), height - 1);
      if (x > 70 && x < width - 50) {
        context.strokeText(label, x + 4, height - 7);
        context.fillText(label, x + 4, height - 7);
      }
    });
    parallels.forEach(({ label, points }) => {
      const y = crossing(points, 1);
      if (y > 24 && y < height - 70) {
        context.strokeText(label, 6, y - 4);
        context.fillText(label, 6, y - 4);
      }
    });
  };
}

function extent(view, plane, width, height) {
  const edges = [0, 0.25, 0.5, 0.75, 1].flatMap((t) => [[t * width, 0], [t * width, height], [0, t * height], [width, t * height]]);
  const places = edges.map(([x, y]) => plane.inverse(...view.gridOf(x, y)));
  const lons = places.map(([lon]) => lon);
  const lats = places.map(([, lat]) => lat);
  return [Math.min(...lons), Math.max(...lons), Math.min(...lats), Math.max(...lats)];
}

function along(from, to, step) {
  const first = Math.ceil(from / step);
  return Array.from({ length: Math.max(0, Math.floor(to / step) - first + 1) }, (_, i) => (first + i) * step);
}

function sampled(from, to, point, view) {
  return Array.from({ length: pieces + 1 }, (_, i) => view.screenOf(...point(from + ((to - from) * i) / pieces)));
}

function crossing(points, at) {
  for (let i = 1; i < points.length; i++) {
    const [[a, u], [b, v]] = [points[i - 1], points[i]];
    if (Math.min(a, b) <= at && Math.max(a, b) >= at && a !== b) {
      return u + ((v - u) * (at - a)) / (b - a);
    }
  }

  return NaN;
}

function degrees(value, step, above, below) {
  const wrapped = above === 'E' ? ((((value + 180) % 360) + 360) % 360) - 180 : value;
  const minutes = Math.round(Math.abs(wrapped) * 60);
  const side = minutes === 0 ? '' : `\u202f${wrapped > 0 ? above : below}`;
  return step >= 1 || (step === 0.5 && minutes % 60 === 0) ? `${Math.round(minutes / 60)}°${side}` : `${Math.floor(minutes / 60)}°${String(minutes % 60).padStart(2, '0')}′${side}`;
}
