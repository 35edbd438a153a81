const decades = 1e-4;
const ticksWanted = 5;

/** From values to shares of a colour ramp: linear, log, or diverging from zero. */
export function scaleOf(mode, low, high, colours) {
  if (mode === 'log') {
    high = high > 0 ? high : 1;
    low = Math.max(low, decades * high);
  }

  if (!(high > low)) {
    const margin = Math.abs(low) * 0.01 || 1;
    [low, high] = mode === 'log' ? [low / 2, low * 2] : [low - margin, high + margin];
  }

  const share = mode === 'log'
    ? (value) => (value > 0 ? Math.log(value / low) / Math.log(high / low) : 0)
    : (value) => (value - low) / (high - low);
  const inside = (value) => Math.min(1, Math.max(0, share(value)));
  return { mode, low, high, share: inside, colours, colour: (value) => colours[Math.round(inside(value) * (colours.length - 1))], ticks: (mode === 'log' ? logTicks : ticks)(low, high) };
}

function ticks(low, high) {
  const rough = (high - low) / ticksWanted;
  const decade = 10 ** Math.floor(Math.log10(rough));
  const step = decade * [1, 2, 5, 10].find((factor) => factor * decade >= rough);
  const first = Math.ceil(low / step - 1e-9);
  return Array.from({ length: Math.floor(high / step + 1e-9) - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}

function logTicks(low, high) {
  const span = Math.log10(high / low);
  const factors = span > 2.2 ? [1] : span > 1.3 ? [1, 3] : span > 0.6 ? [1, 2, 5] : null;
  if (!factors) {
    return ticks(low, high);
  }

  const found = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.log10(high); power++) {
    factors.forEach((factor) => found.push(Number((factor * 10 ** power).toPrecision(3))));
  }

  return found.filter((value) => value >= low * 0.9999 && value <= high * 1.0001);
}
