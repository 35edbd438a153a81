import uPlot from 'uplot';
import { axis, clear, draw, line, valueAxis } from './chart.js';
import { content, memberNames } from './content.js';
import { dash, palette } from './palette.js';
import { unit } from './words.js';

const fewest = 5;

/** The distribution of a score over the basins, one line a member. Returns whether there are basins enough. */
export function basinScores(score, period) {
  const columns = memberNames.map((name) => content.basins.map((basin) => scoreOf(basin, name, period, score.name)));
  return distribution('basins-chart', `${score.label}${unit(score.unit) ? ` (${unit(score.unit)})` : ''}`, memberNames, columns);
}

/** The share of values at or below each, one line a member, of which a value may be null. Returns whether there are values enough. */
export function distribution(id, label, names, values) {
  const columns = values.map((column) => column.filter((value) => value !== null).sort((a, b) => a - b));
  const some = names.filter((_, i) => columns[i].length >= fewest);
  if (some.length === 0) {
    clear(id);
    return false;
  }

  const colours = palette();
  const tables = columns.filter((column) => column.length >= fewest).map((column) => [column, column.map((_, i) => (i + 1) / column.length)]);
  const low = Math.min(...tables.map(([column]) => column[Math.floor(0.05 * (column.length - 1))]));
  const high = Math.max(...tables.map(([column]) => column[column.length - 1]));
  const steps = tables.map(([column, share]) => stepsOf(column, share));
  draw(id, {
    label: `Distribution of ${label} over the basins`,
    height: 280,
    cursor: { show: false },
    legend: { live: false, markers: { width: 3 } },
    scales: { x: { time: false, range: () => [low, high > low ? high : low + 1] }, share: { range: () => [0, 1] } },
    axes: [axis(label, { size: 28 }), valueAxis('Share of basins', { scale: 'share' })],
    series: [{}, ...some.map((name) => {
      const index = memberNames.indexOf(name);
      return line(name, colours.member(index), { scale: 'share', width: 2, spanGaps: true, dash: dash(index), paths: uPlot.paths.stepped({ align: 1 }) });
    })],
  }, uPlot.join(steps));
  return true;
}

/** A member's score in a basin; null where it has none. */
export function scoreOf(basin, member, period, score) {
  return basin.members.find(({ name }) => name === member)?.scores[period]?.[score] ?? null;
}

function stepsOf(column, share) {
  const last = new Map();
  column.forEach((value, i) => last.set(value, share[i]));
  return [[...last.keys()], [...last.values()]];
}
