import { element } from '../tables.js';
import { tick, unit } from '../words.js';

const stops = 24;

/** The colour scale with its ticks, and what has no value. Returns a function that marks a value on it. */
export function legend(host, result, scale, { missing, sizes }) {
  const bar = element('div', { class: 'map-ramp' });
  const { colours } = scale;
  bar.style.background = `linear-gradient(to right, ${Array.from({ length: stops }, (_, i) => colours[Math.round((i / (stops - 1)) * (colours.length - 1))]).join(', ')})`;
  const pointer = element('i', { hidden: true });
  bar.append(pointer);
  const ticks = scale.ticks.map((value) => {
    const node = element('span', {}, tick(value));
    node.style.left = `${100 * scale.share(value)}%`;
    return node;
  });
  const name = unit(result.unit) ? `${result.label} (${unit(result.unit)})` : result.label;
  host.replaceChildren(
    element('div', { class: 'map-legend-title' }, name),
    element('div', { class: 'map-scale' }, bar, element('div', { class: 'map-ticks' }, ticks)),
    element('div', { class: 'map-keys' },
      missing ? element('span', {}, element('i', { class: 'map-none' }), 'no value') : null,
      sizes ? element('span', {}, element('i', { class: 'map-widths' }), `line width: ${sizes}`) : null));
  host.setAttribute('aria-label', `Colour scale of ${name}, ${scale.mode === 'log' ? 'logarithmic' : scale.mode}, from ${tick(Number(scale.low.toPrecision(3)))} to ${tick(Number(scale.high.toPrecision(3)))}`);
  return (value) => {
    pointer.hidden = value === null || value === undefined;
    pointer.style.left = pointer.hidden ? '0' : `${100 * scale.share(value)}%`;
  };
}
