import { content, memberIndex, memberNames, periods, step } from './content.js';
import { scoreOf } from './basins.js';
import { dash, palette } from './palette.js';
import { capital, date, number, scoreValue, unit } from './words.js';

/** An element with attributes and children; strings become text, never markup. */
export function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  Object.entries(attributes).forEach(([name, value]) => {
    if (typeof value === 'function') {
      node.addEventListener(name, value);
    } else if (value !== undefined && value !== false) {
      node.setAttribute(name, value === true ? '' : value);
    }
  });
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

/** A member's line as it stands in the charts. */
export function swatch(member) {
  const node = element('span', { class: dash(memberIndex(member)) ? 'swatch dashed' : 'swatch', 'aria-hidden': 'true' });
  node.style.borderTopColor = palette().member(memberIndex(member));
  return node;
}

/** The scores of a basin: a row a score, a column a period and member, the best of each period in bold. */
export function scoreTable(host, basin, members) {
  const shown = content.scores.filter((score) => members.some((member) => Object.values(member.scores).some((values) => score.name in values)));
  const spans = [...new Set(members.flatMap((member) => Object.keys(member.scores)))].map((name) => periods.find((period) => period.name === name) ?? { name });
  if (shown.length === 0) {
    host.replaceChildren(element('p', { class: 'chart empty' }, 'No scores: there is no observed discharge, or no member is shown.'));
    return;
  }

  const several = members.length > 1;
  const head = [element('tr', {},
    element('th', { scope: 'col', rowspan: several ? 2 : 1 }, 'Score'),
    spans.map((span) => element('th', { scope: 'colgroup', colspan: members.length, class: several ? 'group start' : 'start' }, capital(span.name), span.from === undefined ? null : element('small', {}, `${date(span.from, step)} to ${date(span.to - step, step)}`))))];
  if (several) {
    head.push(element('tr', {}, spans.flatMap(() => members.map((member, i) => element('th', { scope: 'col', class: i === 0 ? 'start' : undefined }, swatch(member), ' ', member.name)))));
  }

  const rows = shown.map((score) => element('tr', {},
    element('th', { scope: 'row' }, element('abbr', { title: score.definition }, score.label), unit(score.unit) ? element('span', { class: 'unit' }, ` ${unit(score.unit)}`) : null),
    spans.flatMap((span) => {
      const values = members.map((member) => member.scores[span.name]?.[score.name] ?? null);
      const distances = values.map((value) => (value === null ? Infinity : Math.abs(value - (score.best ?? 0))));
      const nearest = Math.min(...distances);
      return values.map((value, i) => element('td', { class: `${i === 0 ? 'start ' : ''}${value === null ? 'none' : several && distances[i] === nearest ? 'best' : ''}` }, scoreValue(value, score)));
    })));
  const caption = several ? 'The member nearest to a perfect score is in bold.' : `Scores of ${members[0].name}.`;
  host.replaceChildren(
    scrolled(element('table', {}, element('caption', {}, caption), element('thead', {}, head), element('tbody', {}, rows))),
    element('details', { class: 'definitions' }, element('summary', {}, 'How the scores are defined'), element('dl', {}, shown.flatMap((score) => [element('dt', {}, score.label), element('dd', {}, `${score.definition}. Perfect: ${number(score.best)}.`)]))));
}

/** The parameters of each member, with the place of each value between its bounds. Returns whether there is any. */
export function parameterTables(host, members) {
  const some = members.filter((member) => member.parameters?.length);
  host.replaceChildren(...some.map((member) => {
    const rows = member.parameters.map((parameter) => {
      const place = placeOf(parameter);
      const edge = parameter.calibrated && place !== null && (place < 0.01 || place > 0.99);
      return element('tr', {},
        element('th', { scope: 'row' }, parameter.name),
        element('td', {}, number(parameter.value, 4), unit(parameter.unit) ? element('span', { class: 'unit' }, ` ${unit(parameter.unit)}`) : null),
        element('td', {}, place === null ? null : bar(place, edge), place === null ? null : element('div', { class: 'limits' }, element('span', {}, number(parameter.lower)), element('span', {}, number(parameter.upper)))),
        element('td', { class: 'status' }, edge ? element('span', { class: 'badge flag', title: 'The calibrated value lies within 1 % of a bound; the bound may hold it back.' }, place < 0.5 ? 'at lower bound' : 'at upper bound') : element('span', { class: 'badge plain' }, parameter.calibrated ? 'calibrated' : 'given')),
        element('td', { class: 'text' }, parameter.description));
    });
    return element('div', { class: 'member-block' },
      element('h3', {}, swatch(member), ' ', member.name, ' ', element('span', { class: 'unit' }, member.model)),
      scrolled(element('table', {},
        element('thead', {}, element('tr', {}, ['Parameter', 'Value', 'Between its bounds', 'Status'].map((name) => element('th', { scope: 'col' }, name)), element('th', { scope: 'col', class: 'text' }, 'Meaning'))),
        element('tbody', {}, rows))));
  }));
  return some.length > 0;
}

/** One score of every basin, sorted by any column, with the median on top. */
export function basinTable(host, score, period, order, { onSort, onBasin }) {
  const rows = content.basins.map((basin) => ({ basin, values: memberNames.map((name) => scoreOf(basin, name, period, score.name)) }));
  const key = ({ basin, values }) => (order.column === 0 ? basin.id : order.column === 1 ? basin.area : values[order.column - 2]);
  rows.sort((a, b) => (order.descending ? -1 : 1) * compared(key(a), key(b)));
  const heading = (label, column) => element('th', { scope: 'col', 'aria-sort': order.column === column ? (order.descending ? 'descending' : 'ascending') : undefined }, element('button', { type: 'button', class: 'sort', click: () => onSort(column) }, label));
  const medians = memberNames.map((_, i) => median(rows.map(({ values }) => values[i]).filter((value) => value !== null)));
  host.replaceChildren(element('div', { class: 'scroll tall', tabindex: '0', role: 'region', 'aria-label': `${score.label} of all basins` }, element('table', {},
    element('thead', {}, element('tr', {}, heading('Basin', 0), heading('Area, km²', 1), memberNames.map((name, i) => heading(name, i + 2)))),
    element('tbody', {},
      element('tr', { class: 'summary' }, element('th', { scope: 'row' }, `Median of ${rows.length} basins`), element('td', {}), medians.map((value) => element('td', {}, scoreValue(value, score)))),
      rows.map(({ basin, values }) => element('tr', {},
        element('th', { scope: 'row' }, basin.charted ? element('button', { type: 'button', class: 'go', click: () => onBasin(basin) }, basin.id) : basin.id),
        element('td', { class: basin.area === null ? 'none' : undefined }, number(basin.area)),
        values.map((value) => element('td', { class: value === null ? 'none' : undefined }, scoreValue(value, score)))))))));
}

export const scrolled = (table) => element('div', { class: 'scroll' }, table);

function placeOf({ value, lower, upper }) {
  return value === null || lower === null || upper === null || !(upper > lower) ? null : Math.min(1, Math.max(0, (value - lower) / (upper - lower)));
}

function bar(place, edge) {
  const dot = element('i');
  dot.style.left = `${100 * place}%`;
  return element('div', { class: edge ? 'bounds edge' : 'bounds', role: 'img', 'aria-label': `at ${Math.round(100 * place)} % of its range` }, dot);
}

function compared(a, b) {
  if (a === null || b === null) {
    return a === b ? 0 : a === null ? 1 : -1;
  }

  return typeof a === 'string' ? a.localeCompare(b, 'en', { numeric: true }) : a - b;
}

function median(values) {
  const sorted = values.sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length === 0 ? null : sorted.length % 2 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}
