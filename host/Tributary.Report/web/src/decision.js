import { content } from './content.js';
import { element, swatch } from './tables.js';
import { capital, number, scoreValue } from './words.js';

const { decision } = content;
const seasons = ['', 'DJF', 'MAM', 'JJA', 'SON'];
const flows = ['', 'low', 'middle', 'high'];
const significant = 0.05;

/** Shows what helps to choose among members and combinations. Does nothing where there is nothing to choose. */
export function drawDecision() {
  if (!decision) {
    return;
  }

  const host = document.getElementById('decision');
  document.getElementById('decision-section').hidden = false;
  host.replaceChildren(
    element('p', {}, `All on the ${decision.period} period. Intervals hold 90 % of what resampled time or basins give; time is resampled in blocks of ${Math.round(decision.blockDays)} days, for all alike.`),
    ...decision.comparisons.flatMap((comparison) => [standings(comparison), significance(comparison)]),
    regimes(),
    ...contributions());
}

const block = (title, id, table, caption) => element('div', { class: 'decision-block', id }, element('h3', {}, title), element('div', { class: 'scroll' }, table), element('p', { class: 'note' }, caption));
const heading = (...labels) => element('thead', {}, element('tr', {}, labels.map((label) => element('th', { scope: 'col' }, label))));
const named = (name) => [swatch({ name }), ' ', name];
const scoreOf = (name) => content.scores.find((score) => score.name === name) ?? { name, label: name, unit: '1', best: 1 };

/** A row a simulation, the best mean rank first, its interval drawn on a common axis. */
function standings({ score: name, standings: rows }) {
  const score = scoreOf(name);
  const ends = rows.flatMap(({ low, high, value }) => [low, high, value]).filter((value) => value !== null);
  const [least, most] = [Math.min(...ends), Math.max(...ends)];
  const at = (value) => 100 * (most > least ? (value - least) / (most - least) : 0.5);
  const interval = ({ low, high, value }) => {
    const node = element('div', { class: 'interval', role: 'img', 'aria-label': `${scoreValue(value, score)}, from ${scoreValue(low, score)} to ${scoreValue(high, score)}` });
    if (low !== null && high !== null && value !== null) {
      const span = element('span');
      span.style.left = `${at(low)}%`;
      span.style.width = `${at(high) - at(low)}%`;
      const dot = element('i');
      dot.style.left = `${at(value)}%`;
      node.append(span, dot);
    }

    return node;
  };
  const sorted = [...rows].sort((a, b) => a.rank - b.rank);
  return block(`Rank by ${score.label}`, `standings-${name}`, element('table', {},
    heading('Member or combination', 'Mean rank', content.basins.length > 1 ? `${score.label}, median` : score.label, '90 % interval', '', 'Best'),
    element('tbody', {}, sorted.map((row) => element('tr', {},
      element('th', { scope: 'row' }, named(row.member)),
      element('td', {}, number(row.rank)),
      element('td', {}, scoreValue(row.value, score)),
      element('td', {}, `${scoreValue(row.low, score)} to ${scoreValue(row.high, score)}`),
      element('td', {}, interval(row)),
      element('td', {}, `${Math.round(100 * row.best)} %`))))),
  'Best: how often it is the best where blocks of time are drawn anew.');
}

/** Below the diagonal, the probability of so great a difference by chance. */
function significance({ score: name, test, standings: rows, significance: matrix }) {
  const score = scoreOf(name);
  return block(`Differences in ${score.label}`, `significance-${name}`, element('table', {},
    heading('', ...rows.slice(0, -1).map(({ member }) => member)),
    element('tbody', {}, rows.slice(1).map((row, i) => element('tr', {},
      element('th', { scope: 'row' }, row.member),
      rows.slice(0, -1).map((_, j) => (j > i ? element('td', {}) : element('td', { class: matrix[i + 1][j] < significant ? 'best' : undefined }, chance(matrix[i + 1][j])))))))),
  `Probability that two differ as much by chance, by ${test}. Below 0.05 in bold.`);
}

const chance = (value) => (value < 0.001 ? '< 0.001' : value.toFixed(3));

/** The nearest simulation of each season and range of flow. */
function regimes() {
  const cell = (season, flow) => {
    const part = decision.parts.find((one) => one.season === season && one.flow === flow);
    const share = part && part.basins > 1 ? ` (${part.bestBasins} of ${part.basins} basins)` : '';
    return part ? element('td', { class: 'text', title: `RMSE ${number(part.error)} of mean observed discharge` }, named(part.best), share) : element('td', { class: 'none' }, '–');
  };
  return block('Nearest by season and range of flow', 'regimes', element('table', {},
    heading('', ...flows.map((flow) => (flow ? `${capital(flow)} flow` : 'All flows'))),
    element('tbody', {}, seasons.map((season) => element('tr', {}, element('th', { scope: 'row' }, season || 'All year'), flows.map((flow) => cell(season, flow)))))),
  'The smallest root mean squared error. Low flow is below what 30 % of the observed time steps do not exceed, high flow from 90 % on.');
}

/** What each combination loses without each member. */
function contributions() {
  const rows = decision.contributions;
  if (rows.length === 0) {
    return [];
  }

  const score = scoreOf(rows[0].score);
  const members = [...new Set(rows.map(({ member }) => member))];
  const combinations = [...new Set(rows.map(({ combination }) => combination))];
  const cell = (combination, member) => {
    const row = rows.find((one) => one.combination === combination && one.member === member);
    return element('td', { class: row && row.gain < 0 ? 'harm' : undefined, title: row ? `${scoreValue(row.with, score)} with it, ${scoreValue(row.without, score)} without` : undefined },
      row ? `${row.gain > 0 ? '+' : ''}${scoreValue(row.gain, score)}` : '–');
  };
  return [block('What each member adds', 'contributions', element('table', {},
    heading('Combination', ...members),
    element('tbody', {}, combinations.map((combination) => element('tr', {}, element('th', { scope: 'row' }, named(combination)), members.map((member) => cell(combination, member)))))),
  `How much nearer to perfect ${score.label} is with the member than with the combination fitted without it; below zero it does harm.`)];
}
