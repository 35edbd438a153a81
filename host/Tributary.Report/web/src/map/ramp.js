const steps = 256;

/** Colours of evenly changing lightness, as CSS texts: more is darker on a light page and lighter on a dark one. */
export function ramp(diverging, dark) {
  const colour = diverging ? two : one;
  return Array.from({ length: steps }, (_, i) => css(colour(i / (steps - 1), dark)));
}

function one(t, dark) {
  const hue = 105 + 185 * (dark ? 1 - t : t);
  return [dark ? 0.33 + 0.6 * t : 0.95 - 0.68 * t, 0.095 + 0.05 * Math.sin(Math.PI * t), hue];
}

function two(t, dark) {
  const away = Math.abs(2 * t - 1);
  return [dark ? 0.37 + 0.48 * away : 0.955 - 0.53 * away, 0.145 * away ** 0.8, t < 0.5 ? 52 : 252];
}

// Oklch, after Ottosson (2020); chroma gives way until the screen can show the colour.
function css([lightness, chroma, hue]) {
  for (let c = chroma; ; c -= 0.004) {
    const rgb = linear(lightness, Math.max(0, c), (hue * Math.PI) / 180);
    if (c <= 0 || rgb.every((channel) => channel >= -0.0005 && channel <= 1.0005)) {
      return `rgb(${rgb.map(encoded).join(',')})`;
    }
  }
}

function linear(lightness, chroma, hue) {
  const a = chroma * Math.cos(hue);
  const b = chroma * Math.sin(hue);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s, -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s, -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s];
}

function encoded(channel) {
  const value = Math.min(1, Math.max(0, channel));
  return Math.round(255 * (value <= 0.0031308 ? 12.92 * value : 1.055 * value ** (1 / 2.4) - 0.055));
}
