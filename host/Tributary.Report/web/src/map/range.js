const tail = 0.01;

/** The range of the values of one frame, from the first to the last percentile; null where there are none. */
export function rangeOf(values, mode) {
  const known = values.filter((value) => value !== null && (mode !== 'log' || value > 0)).map((value) => (mode === 'diverging' ? Math.abs(value) : value)).sort((a, b) => a - b);
  if (known.length === 0) {
    return null;
  }

  const low = known[Math.floor(tail * (known.length - 1))];
  const high = known[Math.ceil((1 - tail) * (known.length - 1))];
  return mode === 'diverging' ? [-high, high] : [low, high];
}
