import uPlot from 'uplot';
import { palette } from './palette.js';
import { tick } from './words.js';

/** The charts on the page by name. */
export const charts = {};

const heights = new Map();
const observer = new ResizeObserver((entries) => entries.forEach(({ target }) => fit(target)));

/** Draws a chart in the element of that id, in place of the one that stood there. */
export function draw(id, { height, label, ...options }, data) {
  const host = clear(id);
  host.setAttribute('aria-label', label);
  const hooks = { ...options.hooks, draw: [...(options.hooks?.draw ?? []), () => { host.dataset.drawn = 'true'; }] };
  heights.set(host, typeof height === 'function' ? height : () => height);
  charts[id] = new uPlot({ padding: [12, 12, 0, 0], ...options, hooks, width: host.clientWidth, height: heights.get(host)(host.clientWidth) }, data, host);
  observer.observe(host);
  return charts[id];
}

/** Takes a chart away; with a reason, the reason stands there. */
export function clear(id, reason) {
  const host = document.getElementById(id);
  observer.unobserve(host);
  charts[id]?.destroy();
  delete charts[id];
  delete host.dataset.drawn;
  host.classList.toggle('empty', Boolean(reason));
  host.textContent = reason ?? '';
  return host;
}

/** Fits every chart to the width of its element. */
export const fitAll = () => [...heights.keys()].forEach(fit);

function fit(host) {
  const chart = charts[host.id];
  if (chart && host.clientWidth > 0 && host.clientWidth !== chart.width) {
    chart.setSize({ width: host.clientWidth, height: heights.get(host)(host.clientWidth) });
  }
}

/** An axis in the page's type. */
export function axis(label, options = {}) {
  const colours = palette();
  const family = getComputedStyle(document.body).fontFamily;
  return {
    label,
    labelFont: `500 12px ${family}`,
    labelSize: label ? 20 : 0,
    labelGap: 2,
    font: `12px ${family}`,
    stroke: colours.muted,
    gap: 6,
    grid: { stroke: colours.grid, width: 1 },
    ticks: { stroke: colours.rule, width: 1, size: 4 },
    border: { show: true, stroke: colours.rule, width: 1 },
    values: (_, splits) => splits.map(tick),
    ...options,
  };
}

/** A vertical axis, as wide as its longest tick. */
export const valueAxis = (label, options = {}) => axis(label, { size: widest, ...options });

/** The axis of time, in dates that every reader reads the same way. */
export function timeAxis() {
  return axis(undefined, {
    size: 42,
    space: 70,
    values: [
      [31536000, '{YYYY}', null, null, null, null, null, null, 1],
      [2419200, '{MMM}', '\n{YYYY}', null, null, null, null, null, 1],
      [86400, '{D} {MMM}', '\n{YYYY}', null, null, null, null, null, 1],
      [60, '{HH}:{mm}', '\n{D} {MMM} {YYYY}', null, '\n{D} {MMM}', null, null, null, 1],
    ],
  });
}

/** Charts show the calendar of the forcing, wherever the reader is. */
export const tzDate = (seconds) => uPlot.tzDate(new Date(seconds * 1000), 'Etc/UTC');

/** The options of a line in a chart and its legend. */
export const line = (label, stroke, options = {}) => ({ label, stroke, width: 1.5, points: { show: false }, value: (_, v) => (v === null || v === undefined ? '–' : tick(Number(v.toPrecision(3)))), ...options });

/** The range of a logarithmic axis: whole decades would waste space, so it ends at 1, 2 or 5 times one. */
export function logRange(_, low, high) {
  if (!(low > 0) || !(high > 0)) {
    return [0.1, 10];
  }

  const floor = Math.max(low, high * 1e-6);
  return [rounded(floor, Math.floor, [5, 2, 1]), rounded(high * 1.0001, Math.ceil, [1, 2, 5, 10])];
}

function rounded(value, way, steps) {
  const decade = 10 ** Math.floor(Math.log10(value));
  const share = value / decade;
  const step = way === Math.floor ? steps.find((s) => share >= s) : steps.find((s) => share <= s);
  return decade * step;
}

function widest(chart, values, index, cycle) {
  const current = chart.axes[index];
  if (cycle > 1) {
    return current._size;
  }

  const longest = (values ?? []).reduce((a, b) => (b.length > a.length ? b : a), '');
  chart.ctx.font = current.font[0];
  return Math.ceil(current.ticks.size + current.gap + chart.ctx.measureText(longest || '0').width / devicePixelRatio);
}
