import { content } from './content.js';
import { ramp } from './map/ramp.js';
import { parallel } from './parallel.js';
import { element } from './tables.js';
import { number, scoreValue, tick, unit } from './words.js';

const { sweep } = content;
const score = sweep ? content.scores.find(({ name }) => name === sweep.score) ?? { name: sweep.score, label: sweep.score, unit: '1', best: 1 } : null;
const order = { column: -1, descending: false };
let marked = null;

/** The value of a point on an axis, as text. */
const text = (axis, value) => (axis.choices ? axis.choices[value] : plain(value));

const plain = (value) => (Number.isInteger(value) ? tick(value) : number(value));

/** Draws the points of the sweep as lines and as a table. Does nothing where there is none. */
export function drawSweep() {
  if (!sweep) {
    return;
  }

  document.getElementById('sweep-section').hidden = false;
  const dark = matchMedia('(prefers-color-scheme: dark)').matches && document.documentElement.dataset.print === undefined;
  const scale = quality();
  const colours = ramp(false, dark);
  const colourOf = (point) => colours[Math.round(40 + 215 * scale(point.distance))];
  parallel(document.getElementById('sweep-plot'), {
    label: `Lines of ${sweep.points.length} points over ${sweep.axes.map((axis) => axis.label).join(', ')} and ${score.label}`,
    axes: [...sweep.axes.map(labelled), last(scale)],
    points: sweep.points.map((point) => ({
      point,
      heights: [...sweep.axes.map((axis, i) => heightOn(axis, i)(point.values[i], point)), point.distance === null ? null : scale(point.distance)],
      colour: point.distance === null ? null : colourOf(point),
    })),
    onMark: mark,
  });
  document.getElementById('sweep-caption').textContent = caption();
  table();
  mark(null);
}

/** Share of an axis at which a distance from perfect stands: 1 for the best. The worst tenth must not press all others together. */
function quality() {
  const sorted = sweep.points.map(({ distance }) => distance).filter((distance) => distance !== null).sort((a, b) => a - b);
  const best = sorted[0];
  const common = sorted[Math.floor(0.9 * (sorted.length - 1))];
  const worst = sorted[sorted.length - 1];
  const end = worst - best > 3 * (common - best) && common > best ? common : worst;
  const share = (distance) => (end > best ? Math.max(0, 1 - (distance - best) / (end - best)) : 1);
  share.values = end > best ? [0, 0.25, 0.5, 0.75, 1].map((at) => [at, best + (1 - at) * (end - best)]) : [[1, best]];
  share.cut = end < worst;
  return share;
}

/** Share of an axis at which a value stands. Those of one choice lie side by side, so that no line hides all others. */
function heightOn(axis, index) {
  if (axis.choices) {
    const count = sweep.points.length;
    return (choice, point) => (choice + 0.5 + (point ? 0.55 * ((point.number - 0.5) / count - 0.5) : 0)) / axis.choices.length;
  }

  const { low, high, on } = rangeOf(axis, index);
  return (value) => (high > low ? (on(value) - on(low)) / (on(high) - on(low)) : 0.5);
}

function rangeOf(axis, index) {
  const values = sweep.points.map((point) => point.values[index]);
  return { low: Math.min(...values), high: Math.max(...values), on: axis.log ? Math.log : (value) => value, back: axis.log ? Math.exp : (value) => value };
}

function labelled(axis, index) {
  const named = { label: axis.label, title: axis.key };
  if (axis.choices) {
    const height = heightOn(axis, index);
    return { ...named, ticks: axis.choices.map((choice, i) => [height(i), choice]) };
  }

  const { low, high, on, back } = rangeOf(axis, index);
  const inner = (share) => number(back(on(low) + share * (on(high) - on(low))));
  return { ...named, ticks: high > low ? [[0, plain(low)], [0.25, inner(0.25)], [0.5, inner(0.5)], [0.75, inner(0.75)], [1, plain(high)]] : [[0.5, plain(low)]] };
}

/** The axis of the score, the best on top. Where scores lie on one side of perfect it shows them, else how far away they are. */
function last(share) {
  const done = sweep.points.filter(({ distance }) => distance !== null);
  const below = done.every(({ validation }) => validation <= score.best);
  const above = done.every(({ validation }) => validation >= score.best);
  const shown = (distance) => (below ? score.best - distance : above ? score.best + distance : distance);
  const label = below || above ? score.label : `|${score.label}${score.best ? ` − ${score.best}` : ''}|`;
  return { label, title: `${score.label} in the validation period`, ticks: share.values.map(([at, distance]) => [at, scoreValue(shown(distance), score)]) };
}

function caption() {
  const count = (status) => sweep.points.filter((point) => point.status === status).length;
  const parts = [`One line a point, ${sweep.points.length} by ${sweep.method}; the thick one is the best by ${score.label} of the validation period, and the run's results are its own.`];
  if (quality().cut) {
    parts.push('Points below the axis of the score stand at its end.');
  }

  if (count('stopped early')) {
    parts.push(`${count('stopped early')} were stopped early (dashed), each with the score that it had then.`);
  }

  if (count('failed')) {
    parts.push(`${count('failed')} failed (dotted) and have no score.`);
  }

  return parts.join(' ');
}

function table() {
  const shownUnit = unit(score.unit) ? ` (${unit(score.unit)})` : '';
  const columns = [
    { label: 'Point', of: (point) => point.number, show: (point) => point.number },
    ...sweep.axes.map((axis, i) => ({ label: axis.label, title: axis.key, of: (point) => point.values[i], show: (point) => text(axis, point.values[i]) })),
    ...(sweep.resource ? [{ label: sweep.resource, of: (point) => point.resource, show: (point) => plain(point.resource) }] : []),
    { label: `${score.label}, validation${shownUnit}`, of: (point) => point.distance, show: (point) => scoreValue(point.validation, score) },
    { label: `${score.label}, test${shownUnit}`, of: (point) => point.test, show: (point) => scoreValue(point.test, score) },
  ];
  const chosen = order.column < 0 ? columns.length - 2 : order.column;
  const sorted = [...sweep.points].sort((a, b) => (order.descending ? -1 : 1) * compared(columns[chosen].of(a), columns[chosen].of(b)) || a.number - b.number);
  const head = columns.map(({ label, title }, i) => element('th', { scope: 'col', title, 'aria-sort': i === chosen ? (order.descending ? 'descending' : 'ascending') : undefined }, element('button', { type: 'button', class: 'sort', click: () => {
    Object.assign(order, { column: i, descending: i === chosen && !order.descending });
    table();
  } }, label)));
  const rows = sorted.map((point) => element('tr', { 'data-point': point.number, class: point.best ? 'chosen' : undefined, mouseenter: () => mark(point), mouseleave: () => mark(null) },
    columns.map(({ show }, i) => element(i === 0 ? 'th' : 'td', i === 0 ? { scope: 'row' } : {}, show(point))),
    element('td', { class: 'text' }, point.best ? element('span', { class: 'badge' }, 'best') : element('span', { class: point.status === 'failed' ? 'badge flag' : 'badge plain' }, point.status), point.reason ? ` ${point.reason}` : null)));
  document.getElementById('sweep-table').replaceChildren(element('div', { class: 'scroll tall', tabindex: '0', role: 'region', 'aria-label': 'Points of the sweep' },
    element('table', {}, element('thead', {}, element('tr', {}, head, element('th', { scope: 'col', class: 'text' }, 'What became of it'))), element('tbody', {}, rows))));
}

const compared = (a, b) => (a === null || b === null ? (a === b ? 0 : a === null ? 1 : -1) : a - b);

/** Sets a point off from the others, in the plot and in the table. */
function mark(point) {
  if (marked !== point) {
    document.querySelectorAll('#sweep-section .marked').forEach((node) => node.classList.remove('marked'));
    document.querySelectorAll(`#sweep-section [data-point="${point?.number}"]`).forEach((node) => node.classList.add('marked'));
    marked = point;
  }

  const told = point ?? sweep.points.find(({ best }) => best);
  const values = sweep.axes.map((axis, i) => `${axis.label} ${text(axis, told.values[i])}`);
  document.getElementById('sweep-told').textContent = `Point ${told.number}${told.best ? ' (best)' : ''}: ${values.join(', ')}${told.resource === null ? '' : `, ${sweep.resource} ${plain(told.resource)}`}. ${told.distance === null ? `Failed: ${told.reason}` : `${score.label} ${scoreValue(told.validation, score)} in the validation period${told.test === null ? '' : `, ${scoreValue(told.test, score)} in the test period`}`}.`;
}
