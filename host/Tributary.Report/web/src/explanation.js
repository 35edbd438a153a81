import { axis, charts, clear, draw, line, valueAxis } from './chart.js';
import { decoded, memberIndex } from './content.js';
import { ramp } from './map/ramp.js';
import { palette } from './palette.js';
import { element, swatch } from './tables.js';
import { capital, number, tick, unit } from './words.js';

const mostBars = 25;
const manyLags = 45;

/** What each member says of its results: a heat map of variable by lag, a line over lags, or bars by name. Returns whether there is anything. */
export function explanations(host, members) {
  Object.keys(charts).filter((id) => /^explanation/.test(id)).forEach((id) => clear(id));
  host.replaceChildren();
  const all = members.flatMap((member) => (member.explanations ?? []).map((explanation) => ({ member, explanation })));
  const many = new Set(all.map(({ member }) => member)).size > 1;
  const figures = all.map(({ member, explanation }, i) => {
    const id = `explanation-${i + 1}`;
    const isTable = explanation.lags.length === 0;
    const body = isTable ? bars(explanation.names, decoded(explanation.values), unit(explanation.unit)) : element('div', { class: 'chart', id, role: 'img' });
    const figure = element('figure', {},
      element('h3', {}, many ? swatch(member) : null, many ? ` ${member.name}: ` : null, capital(explanation.name)), body);
    host.append(figure);
    figure.append(element('figcaption', {}, explanation.description));
    return { id, isTable, figure, body, member, explanation };
  });
  figures.filter(({ isTable }) => !isTable).forEach(({ id, figure, body, member, explanation }) => {
    const values = decoded(explanation.values);
    if (explanation.names.length === 0) {
      overLags(id, member, explanation, values);
    } else {
      const colours = heat(id, explanation, values);
      figure.insertBefore(key(explanation, colours), body.nextSibling);
    }
  });
  return all.length > 0;
}

function overLags(id, member, explanation, values) {
  draw(id, {
    label: `${capital(explanation.name)} of ${member.name} against the number of time steps before the output`,
    height: 260,
    cursor: { show: false },
    legend: { show: false },
    scales: { x: lagScale(explanation.lags), v: { range: (_, low, high) => [Math.min(0, low ?? 0), (high || 1) * 1.06] } },
    axes: [lagAxis(explanation.lags), valueAxis(unit(explanation.unit) || 'Weight', { scale: 'v' })],
    series: [{}, line(explanation.name, palette().member(memberIndex(member)), { scale: 'v', width: 2 })],
  }, [explanation.lags, values]);
}

/** Draws the cells, one row a name; returns the colours and what they span. */
function heat(id, explanation, values) {
  const { names, lags } = explanation;
  const most = values.reduce((size, value) => Math.max(size, Math.abs(value ?? 0)), 0) || 1;
  const diverging = values.some((value) => value < 0);
  const colours = ramp(diverging, getComputedStyle(document.documentElement).colorScheme === 'dark');
  const share = (value) => (diverging ? (value / most + 1) / 2 : value / most);
  const strongest = values.reduce((far, value) => (Math.abs(value ?? 0) > Math.abs(far) ? value : far), 0);
  const colour = (value) => colours[Math.round(share(value) * (colours.length - 1))];
  const paint = (chart) => {
    const { ctx } = chart;
    const edge = (lag) => Math.round(chart.valToPos(lag, 'x', true));
    ctx.save();
    names.forEach((_, row) => {
      const top = Math.round(chart.valToPos(row - 0.46, 'v', true));
      const bottom = Math.round(chart.valToPos(row + 0.46, 'v', true));
      lags.forEach((lag, column) => {
        const value = values[row * lags.length + column];
        if (value !== null) {
          const left = edge(lag - 0.5);
          ctx.fillStyle = colour(value);
          ctx.fillRect(left, top, Math.max(1, edge(lag + 0.5) - left), bottom - top);
        }
      });
    });
    ctx.restore();
  };
  draw(id, {
    label: `${capital(explanation.name)}: a row for each of ${names.join(', ')}, a column for each time step before the output`,
    height: 70 + 30 * names.length,
    cursor: { show: false },
    legend: { show: false },
    scales: { x: lagScale(lags), v: { dir: -1, range: () => [-0.5, names.length - 0.5] } },
    axes: [lagAxis(lags, { grid: { show: false } }), valueAxis(undefined, {
      scale: 'v', grid: { show: false }, ticks: { show: false, size: 0 }, splits: () => names.map((_, row) => row), values: () => names.map((name) => name.replaceAll('_', ' ')) })],
    series: [{}, { label: explanation.name, scale: 'v', width: 0, stroke: colour(strongest), points: { show: false }, paths: () => null }],
    hooks: { draw: [paint] },
  }, [lags, lags.map(() => 0)]);
  return { colours, low: diverging ? -most : 0, high: most };
}

function key(explanation, { colours, low, high }) {
  const stops = Array.from({ length: 9 }, (_, i) => colours[Math.round((i / 8) * (colours.length - 1))]);
  const band = element('div', { class: 'map-ramp' });
  band.style.background = `linear-gradient(to right, ${stops.join(', ')})`;
  const ends = [low, ...(low < 0 ? [0] : []), high].map((value, i, all) => {
    const mark = element('span', {}, number(value, 2));
    mark.style.left = `${(100 * i) / (all.length - 1)}%`;
    return mark;
  });
  return element('div', { class: 'heat-key' }, element('span', { class: 'unit' }, unit(explanation.unit) || 'weight'), element('div', { class: 'map-scale' }, band, element('div', { class: 'map-ticks' }, ends)));
}

/** Bars in their own order: how reliable quantiles are, which parameters matter. Returns whether there is anything. */
export function panels(host, members) {
  const all = members.flatMap((member) => (member.panels ?? []).map((panel) => ({ member, panel })));
  host.replaceChildren(...all.map(({ member, panel }) => element('figure', { 'data-panel': panel.name },
    element('h3', {}, swatch(member), ` ${member.name}: ${panel.name}`), bars(panel.names, decoded(panel.values), 'Value', true), element('figcaption', {}, panel.description))));
  return all.length > 0;
}

/** Bars by name, the greatest first or in their own order. */
export function bars(names, values, measure, inOrder = false) {
  const there = names.map((_, i) => i).filter((i) => values[i] !== null);
  const order = inOrder ? there : there.sort((a, b) => Math.abs(values[b]) - Math.abs(values[a])).slice(0, mostBars);
  const most = Math.max(...order.map((i) => Math.abs(values[i]))) || 1;
  const rows = order.map((i) => {
    const bar = element('div', { class: values[i] < 0 ? 'weight below' : 'weight' });
    bar.style.width = `${(100 * Math.abs(values[i])) / most}%`;
    return element('tr', {}, element('th', { scope: 'row' }, names[i].replaceAll('_', ' ')), element('td', { class: 'weights' }, bar), element('td', {}, number(values[i])));
  });
  return element('div', { class: 'scroll' }, element('table', {},
    element('thead', {}, element('tr', {}, element('th', { scope: 'col' }, 'Name'), element('td', {}), element('th', { scope: 'col' }, measure || 'Weight'))),
    element('tbody', {}, rows)));
}

// Recent steps matter most: many lags stand on a scale that is linear up to a few steps and logarithmic behind.
const lagScale = (lags) => ({ time: false, ...(lags.length > manyLags ? { distr: 4, asinh: 3 } : {}), range: () => [lags[0] - 0.5, lags[lags.length - 1] + 0.5] });

function lagAxis(lags, options = {}) {
  const marks = [0, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000].filter((lag) => lag <= lags[lags.length - 1]);
  const spread = lags.length > manyLags ? { splits: () => marks, filter: (_, splits) => splits, values: (_, splits) => splits.map(tick) } : {};
  return axis('Time steps before the output', { size: 28, ...spread, ...options });
}
