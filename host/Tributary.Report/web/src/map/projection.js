const degree = Math.PI / 180;

/** Longitude and latitude to the map's grid and back: Lambert's azimuthal equal-area projection around the middle of the map. */
export function projection({ longitude, latitude, radius, step, west, north }) {
  const sin0 = Math.sin(latitude * degree);
  const cos0 = Math.cos(latitude * degree);

  const forward = (lon, lat) => {
    const sin = Math.sin(lat * degree);
    const cos = Math.cos(lat * degree);
    const turn = (lon - longitude) * degree;
    const k = radius * Math.sqrt(2 / Math.max(1e-9, 1 + sin0 * sin + cos0 * cos * Math.cos(turn)));
    return [(k * cos * Math.sin(turn) - west) / step, (north - k * (cos0 * sin - sin0 * cos * Math.cos(turn))) / step];
  };

  const inverse = (x, y) => {
    const east = west + x * step;
    const up = north - y * step;
    const rho = Math.hypot(east, up);
    if (rho === 0) {
      return [longitude, latitude];
    }

    const c = 2 * Math.asin(Math.min(1, rho / (2 * radius)));
    const lat = Math.asin(Math.cos(c) * sin0 + (up * Math.sin(c) * cos0) / rho) / degree;
    const lon = longitude + Math.atan2(east * Math.sin(c), rho * cos0 * Math.cos(c) - up * sin0 * Math.sin(c)) / degree;
    return [lon, lat];
  };

  return { forward, inverse };
}
