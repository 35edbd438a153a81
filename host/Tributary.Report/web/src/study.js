import { axis, draw, line, valueAxis } from './chart.js';
import { distribution } from './basins.js';
import { content, memberNames } from './content.js';
import { dash, faded, palette } from './palette.js';
import { element, scrolled } from './tables.js';
import { number } from './words.js';

const { study } = content;
const state = { years: 0, attribute: 0 };
const byId = (id) => document.getElementById(id);
const shown = (value) => (value === null ? '–' : (Math.abs(value) < 1000 ? value.toFixed(3) : number(value)).replace('-', '−'));

/** Draws the study's table and charts. Does nothing where there is none. */
export function drawStudy(segments) {
  if (!study) {
    return;
  }

  const years = [...new Set(study.rows.map((row) => row.years))];
  if (byId('study-section').hidden) {
    byId('study-section').hidden = false;
    state.years = years[0];
    segments('study-years', years.length < 2 ? [] : years.map((value) => ({ value, label: inYears(value) })), state.years, (value) => { state.years = Number(value); charts(); });
    byId('study-attribute').replaceChildren(...study.attributes.map(({ name }, i) => element('option', { value: String(i) }, name)));
    byId('study-attribute').addEventListener('change', (event) => { state.attribute = Number(event.target.value); charts(); });
    byId('study-attribute-choice').hidden = study.attributes.length === 0;
    byId('study-attribute-figure').hidden = study.attributes.length === 0;
  }

  table();
  predictors();
  charts();
}

const inYears = (count) => `${count} year${count === 1 ? '' : 's'}`;

const sizes = study ? [...new Set(study.rows.map((row) => row.size))].sort((a, b) => a - b) : [];

/** The rows of the greatest source and the chosen length of record. */
const widest = () => study.rows.filter((row) => row.size === sizes[sizes.length - 1] && row.years === state.years);

function charts() {
  const rows = widest();
  byId('study-distribution-figure').hidden = false;
  byId('study-distribution-figure').hidden = !distribution('study-distribution', 'NSE', rows.map((row) => row.member), rows.map((row) => row.nse));
  bySize();
  const adapted = rows.filter((row) => row.member !== study.baseline);
  gains('study-source', `NSE of ${study.baseline} in the calibration period`, study.source, adapted, -1);
  if (study.attributes.length > 0) {
    const { name, values } = study.attributes[state.attribute];
    gains('study-attributes', name, values, adapted);
  }
}

/** The median NSE by the size of the source, with the fewest years. */
function bySize() {
  byId('study-sizes-figure').hidden = sizes.length < 2;
  if (sizes.length < 2) {
    return;
  }

  const years = Math.min(...study.rows.map((row) => row.years));
  const at = (member, size) => study.rows.find((row) => row.member === member && row.size === size && row.years === years)?.medianNse ?? null;
  const members = memberNames.filter((member) => sizes.some((size) => at(member, size) !== null));
  const alone = (member) => sizes.filter((size) => at(member, size) !== null).length === 1;
  const colours = palette();
  draw('study-sizes', {
    label: 'Median NSE over the basins by the number of source basins',
    height: 280,
    cursor: { show: false },
    legend: { live: false, markers: { width: 3 } },
    scales: { x: { time: false, distr: 3, log: 10, range: () => [sizes[0] / 1.15, sizes[sizes.length - 1] * 1.15] }, nse: {} },
    axes: [axis('Source basins', { size: 28, splits: () => sizes, filter: (_, splits) => splits, grid: { show: false } }), valueAxis('Median NSE of the test', { scale: 'nse' })],
    series: [{}, ...members.map((member) => {
      const index = memberNames.indexOf(member);
      const colour = colours.member(index);
      return line(member, colour, { scale: 'nse', width: 2, dash: dash(index), points: { show: true, size: alone(member) ? 6 : 8, fill: alone(member) ? colours.card : colour, stroke: colour } });
    })],
  }, [sizes, ...members.map((member) => sizes.map((size) => at(member, size)))]);
  byId('study-sizes-caption').textContent = `Medians with ${inYears(years)} of discharge. Members that were tried with the greatest source only are open circles.`;
}

/** Points of gain against something known of each basin. What lies beyond the common range stands at the edge. */
function gains(id, label, known, rows, least = -Infinity) {
  const order = known.map((_, i) => i).filter((i) => known[i] !== null).sort((a, b) => known[a] - known[b]);
  const x = order.map((i) => Math.max(known[i], least));
  const all = rows.flatMap((row) => row.gain).filter((gain) => gain !== null).sort((a, b) => a - b);
  const high = Math.min(2, Math.max(0.2, all[Math.floor(0.95 * (all.length - 1))] ?? 1)) * 1.1;
  const low = Math.max(-2, Math.min(-0.1, all[Math.ceil(0.02 * (all.length - 1))] ?? 0)) * 1.1;
  const colours = palette();
  const margin = 0.03 * (Math.max(...x) - Math.min(...x) || 1);
  draw(id, {
    label: `Gain in NSE against ${label}, ${x.length} basins`,
    height: 320,
    cursor: { show: false },
    legend: { live: false, markers: { width: 3 } },
    scales: { x: { time: false, range: () => [Math.min(...x) - margin, Math.max(...x) + margin] }, gain: { range: () => [low, high] } },
    axes: [axis(label, { size: 28 }), valueAxis('Gain in NSE', { scale: 'gain' })],
    series: [{}, ...rows.map((row) => {
      const colour = colours.member(memberNames.indexOf(row.member));
      const mark = dash(memberNames.indexOf(row.member)) ? { fill: 'transparent', stroke: colour, width: 1.5, size: 6 } : { fill: faded(colour, 0.75), stroke: faded(colour, 0.75), width: 0, size: 6 };
      return line(row.member, colour, { scale: 'gain', paths: () => null, points: { show: true, ...mark } });
    })],
    hooks: { draw: [(chart) => zero(chart, colours.muted)] },
  }, [x, ...rows.map((row) => order.map((i) => (row.gain[i] === null ? null : Math.min(high, Math.max(low, row.gain[i])))))]);
  const beyond = all.filter((gain) => gain < low || gain > high).length + order.filter((i) => known[i] < least).length;
  byId(`${id}-caption`).textContent = `One point a basin and member, means over trainings. Below the dashed line adapting did harm.${beyond > 0 ? ` ${beyond} values beyond the axes stand at their ends.` : ''}`;
}

function zero(chart, colour) {
  const { ctx, bbox } = chart;
  const y = chart.valToPos(0, 'gain', true);
  ctx.save();
  ctx.strokeStyle = colour;
  ctx.lineWidth = 1.25 * devicePixelRatio;
  ctx.setLineDash([6 * devicePixelRatio, 4 * devicePixelRatio]);
  ctx.beginPath();
  ctx.moveTo(bbox.left, y);
  ctx.lineTo(bbox.left + bbox.width, y);
  ctx.stroke();
  ctx.restore();
}

function table() {
  const columns = [
    ...(sizes[0] > 0 ? [['Sources', (row) => row.size]] : []),
    ['Years', (row) => row.years],
    ['Member', (row) => row.member],
    ['Mean NSE', (row) => shown(row.meanNse)],
    ['Median NSE', (row) => shown(row.medianNse) + (row.deviation === null ? '' : ` ± ${shown(row.deviation)}`)],
    ['Mean KGE', (row) => shown(row.meanKge)],
    ['Median KGE', (row) => shown(row.medianKge)],
    ['Mean gain', (row) => shown(row.meanGain)],
    ['Median gain', (row) => shown(row.medianGain)],
    ['Degraded', (row) => (row.degraded === null ? '–' : `${Math.round(100 * row.degraded)} %`)],
  ];
  const head = element('tr', {}, columns.map(([label]) => element('th', { scope: 'col', class: label === 'Member' ? 'text' : undefined }, label)));
  const rows = study.rows.map((row) => element('tr', {}, columns.map(([label, of]) => element('td', { class: label === 'Member' ? 'text' : undefined }, String(of(row))))));
  byId('study-table').replaceChildren(
    element('p', {}, study.note),
    scrolled(element('table', {}, element('thead', {}, head), element('tbody', {}, rows))));
}

function predictors() {
  if (study.predictors.length === 0) {
    byId('study-predictors').replaceChildren();
    return;
  }

  const features = study.predictors[0].coefficients.map(({ feature }) => feature);
  const head = element('tr', {}, ['Gain of', 'Error', 'Error of the mean', ...features].map((label, i) => element('th', { scope: 'col', class: i === 0 ? 'text' : undefined }, label)));
  const rows = study.predictors.map((one) => element('tr', {}, element('th', { scope: 'row', class: 'text' }, one.member),
    [one.error, one.trivial, ...one.coefficients.map(({ value }) => value)].map((value, i) => element('td', { class: i === 0 && one.error < one.trivial ? 'best' : undefined }, shown(value)))));
  byId('study-predictors').replaceChildren(
    element('h3', {}, 'Predictors of the gain'),
    scrolled(element('table', {}, element('caption', {}, 'Ridge regressions of the gain in NSE / (2 − NSE), which lies between −1 and 1. Error: root of the mean squared error at basins that were left out, beside that of the mean gain of the others; in bold where the regression is the better. Behind them, the change of the gain by one standard deviation of each feature.'),
      element('thead', {}, head), element('tbody', {}, rows))));
}
