const superscripts = { '-': '⁻', 0: '⁰', 1: '¹', 2: '²', 3: '³', 4: '⁴', 5: '⁵', 6: '⁶', 7: '⁷', 8: '⁸', 9: '⁹' };

/** A CF unit as print sets it: `m3 s-1` as m³ s⁻¹, and nothing for `1`. */
export function unit(text) {
  if (!text || text === '1') {
    return '';
  }

  return text.replace(/([a-zA-Z])(-?\d+)/g, (_, letter, power) => letter + [...power].map((c) => superscripts[c]).join(''));
}

/** A number in as many digits as a reader can use. */
export function number(value, digits = 3) {
  if (value === null || value === undefined || !Number.isFinite(value)) {
    return '–';
  }

  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e6 || size < 1e-4)) {
    return value.toExponential(digits - 1).replace('-', '−').replace('e', ' × 10^').replace('^+', '^').replace(/\^(.*)$/, (_, power) => [...power.replace('−', '-')].map((c) => superscripts[c]).join(''));
  }

  const decimals = size === 0 ? 0 : Math.max(0, digits - 1 - Math.floor(Math.log10(size)));
  return grouped(value.toFixed(Math.min(decimals, 8)));
}

/** A score: two decimals for what has no unit, else as any number. */
export function scoreValue(value, score) {
  if (value === null || value === undefined) {
    return '–';
  }

  return score.unit === '1' ? value.toFixed(3).replace('-', '−') : score.unit === '%' ? value.toFixed(1).replace('-', '−') : number(value);
}

/** A tick of an axis, without trailing zeros. */
export function tick(value) {
  if (value === null || value === undefined) {
    return '';
  }

  return grouped(String(Number(value.toPrecision(6))));
}

/** An instant as a date, with the hour where steps are shorter than a day. */
export function date(seconds, step = 86400) {
  const text = new Date(seconds * 1000).toISOString();
  return step % 86400 === 0 ? text.slice(0, 10) : `${text.slice(0, 10)} ${text.slice(11, 16)}`;
}

/** What a depth over one step is measured in. */
export function depthUnit(step) {
  if (step === 86400) {
    return 'mm d⁻¹';
  }

  return step === 3600 ? 'mm h⁻¹' : step % 86400 === 0 ? `mm per ${step / 86400} d` : step % 3600 === 0 ? `mm per ${step / 3600} h` : `mm per ${step / 60} min`;
}

/** A name of the workflow file as the beginning of a label. */
export const capital = (name) => name.charAt(0).toUpperCase() + name.slice(1).replaceAll('_', ' ');

export const discharge = 'm³ s⁻¹';

function grouped(text) {
  const [whole, part] = text.replace('-', '').split('.');
  const digits = whole.length > 4 ? whole.replace(/\B(?=(\d{3})+$)/g, '\u202f') : whole;
  return (text.startsWith('-') ? '−' : '') + digits + (part ? `.${part}` : '');
}
