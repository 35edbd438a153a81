import { axis, draw, line, logRange, valueAxis } from './chart.js';
import { common, memberIndex } from './content.js';
import { faded, palette } from './palette.js';
import { discharge } from './words.js';

/** Simulated against observed discharge with the 1:1 line, on equal scales. */
export function scatter(basin, members, steps, log) {
  const colours = palette();
  const shared = common(steps, [basin.observed, ...members.map((member) => member.simulated)])
    .filter((i) => !log || basin.observed[i] > 0)
    .sort((a, b) => basin.observed[a] - basin.observed[b]);
  const data = [shared.map((i) => basin.observed[i]), ...members.map((member) => shared.map((i) => (log && !(member.simulated[i] > 0) ? null : member.simulated[i])))];
  const [low, high] = extent(data);
  const range = log ? logRange(null, low, high) : [Math.min(0, low), high * 1.04 || 1];
  const opacity = shared.length > 3000 ? 0.45 : 0.7;
  draw('scatter', {
    label: `Simulated against observed discharge of ${basin.id}, ${shared.length} time steps, with the 1:1 line`,
    height: 350,
    cursor: { show: false },
    legend: { live: false, markers: { width: 3 } },
    scales: { x: { time: false, range: () => range, distr: log ? 3 : 1 }, q: { range: () => range, distr: log ? 3 : 1 } },
    axes: [axis(`Observed discharge (${discharge})`, { size: 28 }), valueAxis(`Simulated discharge (${discharge})`, { scale: 'q' })],
    series: [{}, ...members.map((member) => {
      const colour = colours.member(memberIndex(member));
      return line(member.name, colour, { scale: 'q', paths: () => null, points: { show: true, size: 4, width: 0, fill: faded(colour, opacity), stroke: faded(colour, opacity) } });
    })],
    hooks: { draw: [(chart) => identity(chart, range, colours.muted)] },
  }, data);
}

function identity(chart, [low, high], colour) {
  const { ctx } = chart;
  ctx.save();
  ctx.strokeStyle = colour;
  ctx.lineWidth = 1.25 * devicePixelRatio;
  ctx.setLineDash([6 * devicePixelRatio, 4 * devicePixelRatio]);
  ctx.beginPath();
  ctx.moveTo(chart.valToPos(low, 'x', true), chart.valToPos(low, 'q', true));
  ctx.lineTo(chart.valToPos(high, 'x', true), chart.valToPos(high, 'q', true));
  ctx.stroke();
  ctx.restore();
}

function extent(columns) {
  let low = Infinity;
  let high = -Infinity;
  columns.forEach((column) => column.forEach((value) => {
    if (value !== null) {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  }));
  return low <= high ? [low, high] : [0.1, 1];
}
