import { axis, draw, line, logRange, valueAxis } from './chart.js';
import { common, memberIndex, positive } from './content.js';
import { dash, palette } from './palette.js';
import { discharge, tick } from './words.js';

/** The flow duration curves over the same steps; exceedance after Weibull, rank / (n + 1). Returns the number of steps. */
export function duration(basin, members, steps) {
  const series = [basin.observed, ...members.map((member) => member.simulated)].filter(Boolean);
  const shared = common(steps, series);
  const colours = palette();
  const exceedance = shared.map((_, rank) => (100 * (rank + 1)) / (shared.length + 1));
  const curve = (values) => positive(Array.from(Float64Array.from(shared, (i) => values[i]).sort().reverse()));
  draw('duration', {
    label: `Flow duration curves of ${basin.id} over ${shared.length} time steps`,
    height: 350,
    cursor: { drag: { x: true, y: false }, points: { size: 6 } },
    legend: { markers: { width: 3 } },
    scales: { x: { time: false, range: (_, min, max) => (min === null || max - min > 99 ? [0, 100] : [min, max]) }, q: { distr: 3, range: logRange } },
    axes: [axis('Exceedance (% of time)', { size: 28 }), valueAxis(`Discharge (${discharge})`, { scale: 'q' })],
    series: [
      { label: 'Exceedance', value: (_, v) => (v === null || v === undefined ? '–' : `${tick(Number(v.toFixed(1)))} %`) },
      ...(basin.observed ? [line('Observed', colours.observed, { scale: 'q', width: 2 })] : []),
      ...members.map((member) => line(member.name, colours.member(memberIndex(member)), { scale: 'q', dash: dash(memberIndex(member)) })),
    ],
  }, [exceedance, ...series.map(curve)]);
  return shared.length;
}
