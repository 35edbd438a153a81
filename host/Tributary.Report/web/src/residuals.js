import uPlot from 'uplot';
import { axis, draw, line, timeAxis, tzDate, valueAxis } from './chart.js';
import { common, memberIndex, step, times } from './content.js';
import { shadePeriods } from './hydrograph.js';
import { dash, faded, palette } from './palette.js';
import { date, discharge } from './words.js';

const bins = 41;

/** Observed minus simulated discharge over the whole record, the sign of the hydrograph files. */
export function residuals(basin, members, range) {
  const colours = palette();
  const chart = draw('residuals', {
    label: `Residuals of ${basin.id} over time: observed minus simulated discharge`,
    height: 240,
    tzDate,
    cursor: { sync: { key: 'time', scales: ['x', null], setSeries: false }, drag: { setScale: false, x: false, y: false }, points: { size: 6 } },
    legend: { markers: { width: 3 } },
    scales: { x: { time: true }, q: { range: (_, low, high) => { const most = Math.max(Math.abs(low ?? 1), Math.abs(high ?? 1)) * 1.06 || 1; return [-most, most]; } } },
    axes: [timeAxis(), valueAxis(`Residual, observed − simulated (${discharge})`, { scale: 'q' })],
    series: [{ label: 'Date', value: (_, t) => (t === null || t === undefined ? '–' : date(t, step)) }, ...members.map((member) => line(member.name, colours.member(memberIndex(member)), { scale: 'q', width: 1, dash: dash(memberIndex(member)) }))],
    hooks: { drawClear: [shadePeriods], draw: [(self) => zero(self, colours.muted)] },
  }, [times, ...members.map((member) => errors(basin.observed, member.simulated))]);
  if (range) {
    chart.setScale('x', range);
  }
}

/** How often residuals of each size occur; the outermost 1 % on either side stand in the outermost bars. */
export function histogram(basin, members, steps) {
  const colours = palette();
  const shared = common(steps, [basin.observed, ...members.map((member) => member.simulated)]);
  const columns = members.map((member) => Float64Array.from(shared, (i) => basin.observed[i] - member.simulated[i]));
  const reach = Math.max(...columns.map(outer), 0) || 1;
  const width = (2 * reach) / bins;
  const edges = Array.from({ length: bins + 1 }, (_, i) => -reach + i * width);
  const shares = columns.map((column) => {
    const counts = new Array(bins).fill(0);
    column.forEach((value) => { counts[Math.min(bins - 1, Math.max(0, Math.floor((value + reach) / width)))] += 1; });
    const percent = counts.map((count) => (100 * count) / (column.length || 1));
    return [...percent, percent[bins - 1]];
  });
  draw('histogram', {
    label: `Distribution of the residuals of ${basin.id} over ${shared.length} time steps`,
    height: 330,
    cursor: { show: false },
    legend: { live: false, markers: { width: 3 } },
    scales: { x: { time: false, range: () => [-reach, reach] }, n: { range: (_, low, high) => [0, (high || 1) * 1.08] } },
    axes: [axis(`Residual, observed − simulated (${discharge})`, { size: 28 }), valueAxis('Share of time steps (%)', { scale: 'n' })],
    series: [{}, ...members.map((member) => {
      const colour = colours.member(memberIndex(member));
      return line(member.name, colour, { scale: 'n', paths: uPlot.paths.stepped({ align: 1 }), fill: faded(colour, 0.14), dash: dash(memberIndex(member)) });
    })],
    hooks: { draw: [(self) => upright(self, colours.muted)] },
  }, [edges, ...shares]);
}

const errors = (observed, simulated) => observed.map((value, i) => (value === null || simulated[i] === null ? null : value - simulated[i]));

function outer(column) {
  const sizes = column.map(Math.abs).sort();
  return sizes.length ? sizes[Math.floor(0.98 * (sizes.length - 1))] : 0;
}

function zero(chart, colour) {
  const y = chart.valToPos(0, 'q', true);
  rule(chart, colour, chart.bbox.left, y, chart.bbox.left + chart.bbox.width, y);
}

function upright(chart, colour) {
  const x = chart.valToPos(0, 'x', true);
  rule(chart, colour, x, chart.bbox.top, x, chart.bbox.top + chart.bbox.height);
}

function rule({ ctx }, colour, ...[x0, y0, x1, y1]) {
  ctx.save();
  ctx.strokeStyle = colour;
  ctx.lineWidth = devicePixelRatio;
  ctx.setLineDash([4 * devicePixelRatio, 4 * devicePixelRatio]);
  ctx.beginPath();
  ctx.moveTo(x0, y0);
  ctx.lineTo(x1, y1);
  ctx.stroke();
  ctx.restore();
}
