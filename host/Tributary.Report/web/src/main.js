import 'uplot/dist/uPlot.min.css';
import './report.css';
import { basinScores } from './basins.js';
import { charts, clear, fitAll } from './chart.js';
import { content, memberNames, opened, periods, step, stepsOf, times } from './content.js';
import { drawDecision } from './decision.js';
import { duration } from './duration.js';
import { explanations, panels } from './explanation.js';
import { hydrograph } from './hydrograph.js';
import { influences } from './influence.js';
import { mapOf } from './map/map.js';
import { regime } from './regime.js';
import { histogram, residuals } from './residuals.js';
import { scatter } from './scatter.js';
import { drawStudy } from './study.js';
import { drawSweep } from './sweep.js';
import { basinTable, element, parameterTables, scoreTable, swatch } from './tables.js';
import { traces } from './trace.js';
import { capital, number } from './words.js';
import { zoomable } from './zoom.js';

const byId = (id) => document.getElementById(id);
const charted = content.basins.filter((basin) => basin.charted);
const year = 365.25 * 86400;

const state = {
  basin: charted[0],
  hidden: new Set(),
  period: '',
  range: null,
  logHydrograph: false,
  logScatter: false,
  order: { column: 0, descending: false },
};

const members = () => state.basin.members.filter((member) => !state.hidden.has(member.name));

function drawHydrograph() {
  hydrograph(state.basin, members(), { log: state.logHydrograph, range: state.range, onRange: follow });
}

function follow(min, max) {
  state.range = { min, max };
  const others = charts.residuals;
  if (others && (others.scales.x.min !== min || others.scales.x.max !== max)) {
    others.setScale('x', { min, max });
  }

  byId('range').querySelectorAll('button').forEach((button) => button.setAttribute('aria-pressed', String(near(button.dataset.from, min) && near(button.dataset.to, max))));
}

const near = (text, value) => text !== undefined && Math.abs(Number(text) - value) <= step;

function drawStatistics() {
  const { basin, period, logScatter } = state;
  const shown = members();
  const steps = stepsOf(period);
  const count = duration(basin, shown, steps);
  byId('duration-caption').textContent = basin.observed
    ? `Over the ${count} time steps at which all the shown series have a value. Exceedance is rank / (n + 1).`
    : `Over ${count} time steps. Exceedance is rank / (n + 1).`;
  byId('regime-caption').textContent = regime(basin, shown, steps);
  const compared = Boolean(basin.observed) && shown.length > 0;
  ['scatter', 'histogram', 'residuals'].forEach((id) => { byId(`${id}-figure`).hidden = !compared; });
  if (!compared) {
    ['scatter', 'histogram', 'residuals'].forEach((id) => clear(id));
    return;
  }

  scatter(basin, shown, steps, logScatter);
  byId('scatter-caption').textContent = logScatter ? 'The dashed line is 1:1. Zero flows have no place on logarithmic axes.' : 'The dashed line is 1:1.';
  histogram(basin, shown, steps);
  byId('histogram-caption').textContent = 'Right of zero, too little is simulated. Residuals beyond the axis, at most 2 % of a member\u2019s, are counted in its outermost bars.';
}

function drawResiduals() {
  if (state.basin.observed && members().length > 0) {
    residuals(state.basin, members(), state.range);
  }
}

function drawBasin() {
  const basin = opened(state.basin);
  const area = basin.area === null ? '' : `, ${number(basin.area)} km²`;
  ['scores', 'hydrograph', 'statistics', 'parameters', 'calibration', 'panels', 'explanation'].forEach((id) => {
    const title = byId(`${id}-title`);
    title.querySelector('.of')?.remove();
    title.append(element('span', { class: 'of' }, ` ${basin.id}${area}`));
  });
  scoreTable(byId('scores'), basin, members());
  drawHydrograph();
  drawStatistics();
  drawResiduals();
  byId('parameters-section').hidden = !parameterTables(byId('parameters'), members());
  byId('calibration-section').hidden = false;
  byId('calibration-section').hidden = !traces(byId('calibration'), members());
  byId('panels-section').hidden = !panels(byId('panels'), members());
  byId('explanation-section').hidden = false;
  const explained = explanations(byId('explanation'), members());
  byId('explanation-section').hidden = !influences(byId('influence'), members()) && !explained;
}

function drawBasins() {
  const score = content.scores.find(({ name }) => name === byId('basins-score').value);
  if (!score) {
    return;
  }

  const period = byId('basins-period').value;
  byId('basins-figure').hidden = false;
  byId('basins-figure').hidden = !basinScores(score, period);
  basinTable(byId('basins'), score, period, state.order, {
    onSort: (column) => {
      state.order = { column, descending: state.order.column === column ? !state.order.descending : column > 0 };
      drawBasins();
    },
    onBasin: (basin) => {
      show(basin);
      byId('scores-section').scrollIntoView();
    },
  });
}

function show(basin) {
  state.basin = basin;
  byId('basin').value = String(charted.indexOf(basin));
  memberToggles();
  drawBasin();
  map?.mark();
}

function memberToggles() {
  byId('member-choice').hidden = state.basin.members.length < 2;
  byId('member-choice').replaceChildren(...state.basin.members.map((member) => element('label', { class: 'member', title: member.model },
    element('input', { type: 'checkbox', checked: !state.hidden.has(member.name), change: (event) => { state.hidden[event.target.checked ? 'delete' : 'add'](member.name); drawBasin(); } }),
    swatch(member), member.name, member.chosen ? element('span', { class: 'badge' }, 'chosen') : null)));
  byId('toolbar').hidden = byId('member-choice').hidden && byId('basin-choice').hidden;
}

/** Buttons of which one is pressed. */
function segments(id, options, chosen, onChoose) {
  const host = byId(id);
  host.replaceChildren(...options.map(({ label, value }) => element('button', { type: 'button', 'data-value': value, 'aria-pressed': String(value === chosen), click: (event) => {
    host.querySelectorAll('button').forEach((button) => button.setAttribute('aria-pressed', String(button === event.currentTarget)));
    onChoose(value);
  } }, label)));
}

function rangeButtons() {
  const last = times[times.length - 1];
  const button = (label, from, to) => element('button', { type: 'button', 'data-from': from, 'data-to': to, 'aria-pressed': 'false', click: () => charts.hydrograph.setScale('x', { min: from, max: to }) }, label);
  const spans = periods.filter((period) => period.end - period.first > 1).map((period) => button(capital(period.name), times[period.first], times[period.end - 1]));
  const one = last - times[0] > 1.5 * year ? element('button', { type: 'button', 'aria-pressed': 'false', title: 'One year around the middle of the view', click: () => {
    const { min, max } = charts.hydrograph.scales.x;
    const from = Math.min(Math.max((min + max - year) / 2, times[0]), last - year);
    charts.hydrograph.setScale('x', { min: from, max: from + year });
  } }, '1 year') : null;
  byId('range').replaceChildren(button('All', times[0], last), ...spans, ...(one ? [one] : []));
}

function controls() {
  const linearOrLog = [{ label: 'Linear', value: 'linear' }, { label: 'Logarithmic', value: 'log' }];
  rangeButtons();
  segments('hydrograph-scale', linearOrLog, 'linear', (value) => { state.logHydrograph = value === 'log'; drawHydrograph(); });
  segments('statistics-scale', linearOrLog.map((option) => ({ ...option, label: `${option.label} scatter` })), 'linear', (value) => { state.logScatter = value === 'log'; drawStatistics(); });
  const named = periods.filter((period) => !period.warmUp);
  segments('period', named.length < 2 ? [] : [{ label: 'All periods', value: '' }, ...named.map(({ name }) => ({ label: capital(name), value: name }))], '', (value) => { state.period = value; drawStatistics(); });
  byId('basin').replaceChildren(...charted.map((basin, i) => element('option', { value: String(i) }, basin.id)));
  byId('basin').addEventListener('change', (event) => show(charted[Number(event.target.value)]));
  byId('basin-choice').hidden = charted.length < 2;
  byId('basins-score').replaceChildren(...content.scores.map(({ name, label }) => element('option', { value: name }, label)));
  const scored = [...new Set(content.basins.flatMap((basin) => basin.members.flatMap((member) => Object.keys(member.scores))))];
  byId('basins-period').replaceChildren(...scored.map((name) => element('option', { value: name }, capital(name))));
  byId('basins-period').value = scored[scored.length - 1] ?? '';
  ['basins-score', 'basins-period'].forEach((id) => byId(id).addEventListener('change', drawBasins));
  byId('basins-section').hidden = content.basins.length < 2 || scored.length === 0 || memberNames.length === 0;
  zoomable(byId('hydrograph'), () => charts.hydrograph, 3 * step);
}

function redraw() {
  map?.redraw();
  drawDecision();
  drawStudy(segments);
  drawSweep();
  if (!state.basin) {
    return;
  }

  memberToggles();
  drawBasin();
  if (!byId('basins-section').hidden) {
    drawBasins();
  }
}

controls();
const map = content.map ? mapOf(content.map, {
  segments,
  basinOf: () => state.basin?.id,
  onBasin: (id) => {
    const basin = charted.find((one) => one.id === id);
    if (basin) {
      show(basin);
    }
  },
}) : null;
if (state.basin) {
  redraw();
} else {
  drawDecision();
  drawStudy(segments);
  drawSweep();
  ['scores', 'hydrograph', 'statistics', 'parameters', 'calibration', 'panels', 'explanation'].forEach((id) => { byId(`${id}-section`).hidden = true; });
}

matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redraw);
window.addEventListener('beforeprint', () => { document.documentElement.dataset.print = ''; redraw(); });
window.addEventListener('afterprint', () => { delete document.documentElement.dataset.print; redraw(); fitAll(); });
window.tributaryReport = { ready: true, charts, map };
