import uPlot from 'uplot';
import { draw, logRange, line, timeAxis, tzDate, valueAxis } from './chart.js';
import { memberIndex, periods, positive, step, times } from './content.js';
import { dash, faded, palette } from './palette.js';
import { capital, date, depthUnit, discharge, tick } from './words.js';

/** Observed and simulated discharge over time, precipitation hanging from the top, and the strip that shows the whole record. */
export function hydrograph(basin, members, { log, range, onRange }) {
  const colours = palette();
  const { observed, precipitation } = basin;
  const shown = (values) => (log ? positive(values) : values);
  const data = [times];
  const series = [{ label: 'Date', value: (_, t) => (t === null || t === undefined ? '–' : date(t, step)) }];
  const add = (values, options) => { data.push(values); series.push(options); };

  if (observed) {
    add(shown(observed), line('Observed', colours.observed, { scale: 'q', width: 1.75 }));
  }

  members.forEach((member) => add(shown(member.simulated), line(member.name, colours.member(memberIndex(member)), { scale: 'q', width: member.chosen ? 1.6 : 1.2, dash: dash(memberIndex(member)) })));
  if (precipitation) {
    add(precipitation, line(`Precipitation, ${depthUnit(step)}`, colours.precipitation, { scale: 'p', paths: hanging, fill: colours.precipitation, width: 0 }));
  }

  const head = precipitation ? 1.32 : 1.06;
  const scales = {
    x: { time: true, range: (chart, min, max) => (min === null ? [times[0], times[times.length - 1]] : [min, max]) },
    q: log
      ? { distr: 3, range: (chart, low, high) => { const [min, max] = logRange(chart, low, high); return [min, max * (max / min) ** (precipitation ? 0.3 : 0)]; } }
      : { range: (_, low, high) => [Math.min(0, low ?? 0), (high || 1) * head] },
    p: { dir: -1, range: (_, low, high) => [0, (high || 1) * 4.2] },
  };
  const axes = [timeAxis(), valueAxis(`Discharge (${discharge})`, { scale: 'q' })];
  if (precipitation) {
    axes.push(valueAxis(`Precipitation (${depthUnit(step)})`, {
      scale: 'p',
      side: 1,
      grid: { show: false },
      space: 22,
      splits: (chart) => depths(chart.scales.p.max / 4.2),
      values: (_, splits) => splits.map(tick),
    }));
  }

  let strip = null;
  const chart = draw('hydrograph', {
    label: `Hydrograph of ${basin.id}: ${[observed && 'observed', ...members.map((member) => member.name)].filter(Boolean).join(', ')}, ${date(times[0], step)} to ${date(times[times.length - 1], step)}. Arrow keys move the view, plus and minus zoom, Home shows all.`,
    height: (width) => (width < 560 ? 340 : 430),
    padding: [periods.length ? 26 : 12, precipitation ? 0 : 12, 0, 0],
    tzDate,
    cursor: { sync: { key: 'time', scales: ['x', null], setSeries: false }, drag: { x: true, y: false, uni: null, dist: 4 }, points: { size: 6 } },
    legend: { markers: { width: 3 } },
    scales,
    axes,
    series,
    hooks: {
      drawClear: [shadePeriods],
      setScale: [(self, key) => {
        if (key === 'x' && self.scales.x.min !== null) {
          markStrip(strip, self.scales.x);
          onRange(self.scales.x.min, self.scales.x.max);
        }
      }],
    },
  }, data);

  strip = overview(basin, members, colours, (min, max) => chart.setScale('x', { min, max }));
  if (range) {
    chart.setScale('x', range);
  }

  return chart;
}

function overview(basin, members, colours, onSelect) {
  const values = basin.observed ?? (members.find((member) => member.chosen) ?? members[0])?.simulated ?? times.map(() => null);
  let all = null;
  const strip = draw('overview', {
    label: 'The whole record; drag to choose the part that the hydrograph shows',
    height: 58,
    padding: [4, 0, 0, 0],
    tzDate,
    cursor: { y: false, points: { show: false }, drag: { x: true, y: false, setScale: false } },
    legend: { show: false },
    scales: { x: { time: true }, q: { range: (_, low, high) => [0, (high || 1) * 1.05] } },
    axes: [{ ...timeAxis(), size: 20, values: [[31536000, '{YYYY}', null, null, null, null, null, null, 1], [1, '{MMM} {YYYY}', null, null, null, null, null, null, 1]] }, { show: false, scale: 'q' }],
    series: [{}, line('', colours.faint, { scale: 'q', width: 1, fill: faded(colours.faint, 0.2) })],
    hooks: {
      drawClear: [shadePeriods],
      ready: [(self) => { all = self; }],
      setSelect: [(self) => {
        const min = self.posToVal(self.select.left, 'x');
        const max = self.posToVal(self.select.left + self.select.width, 'x');
        if (max - min >= 3 * step) {
          onSelect(min, max);
        }
      }],
    },
  }, [times, values]);
  strip.over.addEventListener('dblclick', () => onSelect(times[0], times[times.length - 1]));
  return all ?? strip;
}

function markStrip(strip, { min, max }) {
  if (!strip) {
    return;
  }

  const whole = min <= times[0] && max >= times[times.length - 1];
  const left = Math.max(0, strip.valToPos(min, 'x'));
  const right = Math.min(strip.over.clientWidth, strip.valToPos(max, 'x'));
  strip.setSelect(whole ? { left: 0, width: 0, top: 0, height: 0 } : { left, width: Math.max(2, right - left), top: 0, height: strip.over.clientHeight }, false);
}

/** Tints the split periods and, where the margin has room, writes their names above them. */
export function shadePeriods(chart) {
  const { ctx, bbox } = chart;
  const ratio = devicePixelRatio;
  const colours = palette();
  ctx.save();
  ctx.font = `500 ${11.5 * ratio}px ${getComputedStyle(document.body).fontFamily}`;
  ctx.textBaseline = 'middle';
  ctx.textAlign = 'left';
  periods.forEach((period, i) => {
    const left = Math.max(bbox.left, chart.valToPos(period.from, 'x', true));
    const right = Math.min(bbox.left + bbox.width, chart.valToPos(period.to, 'x', true));
    if (right <= left) {
      return;
    }

    ctx.fillStyle = colours.period(i);
    ctx.fillRect(left, bbox.top, right - left, bbox.height);
    const name = capital(period.name);
    if (bbox.top >= 20 * ratio && ctx.measureText(name).width + 4 * ratio < right - left) {
      ctx.fillStyle = colours.muted;
      ctx.fillText(name, left + 2 * ratio, bbox.top - 10 * ratio);
    }
  });
  ctx.restore();
}

/** Precipitation as bars from the top; where steps are narrower than a pixel, each pixel shows its greatest step. */
function hanging(chart, index, first, last) {
  const values = chart.data[index];
  const { left, width } = chart.bbox;
  const fill = new Path2D();
  const top = Math.round(chart.valToPos(0, 'p', true));
  const bar = (chart.valToPos(times[0] + step, 'x', true) - chart.valToPos(times[0], 'x', true));
  let column = NaN;
  let depth = 0;
  const flush = () => {
    if (depth > 0) {
      const thick = Math.max(1, Math.floor(bar * 0.8));
      const from = Math.max(left, column);
      fill.rect(from, top, Math.max(0, Math.min(thick, left + width - from)), chart.valToPos(depth, 'p', true) - top);
    }
  };
  for (let i = first; i <= last; i++) {
    const at = Math.round(chart.valToPos(times[i], 'x', true));
    if (at !== column) {
      flush();
      column = at;
      depth = 0;
    }

    depth = Math.max(depth, values[i] ?? 0);
  }

  flush();
  return { stroke: null, fill, clip: null, band: null, gaps: null, flags: 1 };
}

function depths(most) {
  const decade = 10 ** Math.floor(Math.log10(most));
  const stride = [0.2, 0.5, 1, 2, 5].map((s) => s * decade).find((s) => most / s <= 3.5) ?? decade;
  return Array.from({ length: Math.floor(most / stride) + 1 }, (_, i) => i * stride);
}
