import uPlot from 'uplot';
import { axis, charts, clear, draw, line, valueAxis } from './chart.js';
import { memberIndex } from './content.js';
import { faded, palette } from './palette.js';
import { element } from './tables.js';

/** The course of each calibration, one chart an objective and one line a start. Returns whether there is any. */
export function traces(host, members) {
  Object.keys(charts).filter((id) => /^trace/.test(id)).forEach((id) => clear(id));
  host.replaceChildren();
  const calibrated = members.filter((member) => member.calibration?.starts.some((start) => start.length));
  const objectives = [...new Set(calibrated.map((member) => member.calibration.objective))];
  objectives.forEach((objective, i) => {
    const id = i === 0 ? 'trace' : `trace-${i + 1}`;
    host.append(element('figure', {}, element('h3', {}, `Best ${objective} so far`), element('div', { class: 'chart', id, role: 'img' }), element('figcaption', {}, 'One line a start. The worst tenth of the values may lie below the axis.')));
  });
  objectives.forEach((objective, i) => trace(i === 0 ? 'trace' : `trace-${i + 1}`, objective, calibrated.filter((member) => member.calibration.objective === objective)));
  members.filter((member) => member.calibration?.front).forEach((member, i) => front(host, member, `trace-front-${i + 1}`));
  return calibrated.length > 0;
}

/** What can be reached of the first two scores, with the point that was taken. */
function front(host, member, id) {
  const { scores, points, chosen } = member.calibration.front;
  host.append(element('figure', {}, element('h3', {}, `${member.name}: ${scores[0]} or ${scores[1]}`), element('div', { class: 'chart', id, role: 'img' }),
    element('figcaption', {}, `${points.length} parameter sets of which none is better than another in all of ${scores.join(', ')} (calibration period; higher is better). The large one was taken: the nearest to the best of each.`)));
  const colour = palette().member(memberIndex(member));
  const span = (values, margin = (Math.max(...values) - Math.min(...values) || 0.1) * 0.08) => [Math.min(...values) - margin, Math.max(...values) + margin];
  const dots = (size, fill) => ({ scale: 'v', paths: () => null, points: { show: true, size, width: 1, fill, stroke: colour } });
  draw(id, {
    label: `Pareto front of ${member.name}: ${scores[1]} against ${scores[0]} of ${points.length} parameter sets`,
    height: 300,
    cursor: { show: false },
    legend: { live: false, markers: { width: 3 } },
    scales: { x: { time: false, range: () => span(points.map(([one]) => one)) }, v: { range: () => span(points.map(([, two]) => two)) } },
    axes: [axis(scores[0], { size: 28 }), valueAxis(scores[1], { scale: 'v' })],
    series: [{}, line('front', colour, dots(5, colour)), line('taken', colour, dots(12, colour))],
  }, [points.map(([one]) => one), points.map(([, two]) => two), points.map(([, two], at) => (at === chosen ? two : null))]);
}

function trace(id, objective, members) {
  const colours = palette();
  const lines = members.flatMap((member) => member.calibration.starts.filter((start) => start.length).map((start, i) => ({ member, start, i })));
  const values = lines.flatMap(({ start }) => start.map(([, best]) => best)).sort((a, b) => a - b);
  const floor = values[Math.floor(0.1 * (values.length - 1))];
  const top = values[values.length - 1];
  const margin = (top - floor || 1) * 0.06;
  const data = uPlot.join(lines.map(({ start }) => [start.map(([evaluation]) => evaluation), start.map(([, best]) => best)]));
  const filled = [data[0], ...data.slice(1).map(carried)];
  draw(id, {
    label: `Best ${objective} so far against the number of evaluations`,
    height: 300,
    cursor: { show: false },
    legend: { live: false, markers: { width: 3 } },
    scales: { x: { time: false, range: (_, low, high) => [0, high ?? 1] }, v: { range: () => [floor - margin, top + margin] } },
    axes: [axis('Evaluations', { size: 28 }), valueAxis(`Best ${objective}`, { scale: 'v' })],
    series: [{}, ...lines.map(({ member, i }) => {
      const colour = colours.member(memberIndex(member));
      const label = member.calibration.starts.length > 1 ? `${member.name}, start ${i + 1}` : member.name;
      return line(label, i === 0 ? colour : faded(colour, Math.max(0.4, 0.85 - 0.15 * i)), { scale: 'v', dash: [undefined, [7, 3], [2, 3], [9, 3, 2, 3]][i % 4], paths: uPlot.paths.stepped({ align: 1 }) });
    })],
  }, filled);
}

function carried(values) {
  const last = values.findLastIndex((value) => value !== null && value !== undefined);
  let best = null;
  return values.map((value, i) => {
    best = value ?? best;
    return i <= last ? best : null;
  });
}
