import { axis, draw, line, valueAxis } from './chart.js';
import { common, memberIndex, step, times } from './content.js';
import { dash, palette } from './palette.js';
import { discharge } from './words.js';

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const monthStarts = [1, 32, 60, 91, 121, 152, 182, 213, 244, 274, 305, 335];
const halfWindow = 7;

/** The mean year: discharge by day of the year, smoothed over 15 days, or by month where steps are longer than a day. Returns what its caption says. */
export function regime(basin, members, steps) {
  const colours = palette();
  const series = [basin.observed, ...members.map((member) => member.simulated)].filter(Boolean);
  const shared = common(steps, series);
  const monthly = step > 86400;
  const places = shared.map((i) => placeOf(times[i], monthly));
  const size = monthly ? 12 : 365;
  const x = monthly ? monthStarts.map((day) => day + 15) : Array.from({ length: 365 }, (_, i) => i + 1);
  const bands = basin.observed ? spread(basin.observed, shared, places, size, monthly) : null;
  const data = [x];
  const options = [{ label: 'Day', value: (_, v) => (v === null || v === undefined ? '–' : dayName(v, monthly)) }];
  if (bands) {
    data.push(bands.high, bands.low);
    options.push(line('90 % of observed years below', colours.band, { scale: 'q', width: 0 }), line('10 %', colours.band, { scale: 'q', width: 0 }));
  }

  if (basin.observed) {
    data.push(meanYear(basin.observed, shared, places, size, monthly));
    options.push(line('Observed', colours.observed, { scale: 'q', width: 2 }));
  }

  members.forEach((member) => {
    data.push(meanYear(member.simulated, shared, places, size, monthly));
    options.push(line(member.name, colours.member(memberIndex(member)), { scale: 'q', dash: dash(memberIndex(member)) }));
  });

  draw('regime', {
    label: `Mean year of ${basin.id}: mean discharge by ${monthly ? 'month' : 'day of the year'}`,
    height: 330,
    cursor: { drag: { setScale: false, x: false, y: false }, points: { size: 6 } },
    legend: { markers: { width: 3 } },
    scales: { x: { time: false, range: () => [1, 366] }, q: { range: (_, low, high) => [Math.min(0, low ?? 0), (high || 1) * 1.06] } },
    axes: [
      axis(undefined, { size: 28, space: 20, align: 1, splits: () => monthStarts, values: (chart) => months.map((month) => (chart.width < 430 ? month[0] : month)) }),
      valueAxis(`Mean discharge (${discharge})`, { scale: 'q' }),
    ],
    series: options,
    bands: bands ? [{ series: [1, 2], fill: colours.band }] : [],
  }, data);
  const means = monthly ? 'Means of each month' : 'Means of each day of the year, smoothed over 15 days';
  return bands ? `${means}. The shade spans 10 % to 90 % of the observed years.` : `${means}.`;
}

function placeOf(seconds, monthly) {
  const day = new Date(seconds * 1000);
  const month = day.getUTCMonth();
  return monthly ? month : monthStarts[month] - 1 + Math.min(day.getUTCDate(), month === 1 ? 28 : 31) - 1;
}

function meanYear(values, steps, places, size, monthly) {
  const sums = new Float64Array(size);
  const counts = new Float64Array(size);
  steps.forEach((i, k) => {
    sums[places[k]] += values[i];
    counts[places[k]] += 1;
  });
  return Array.from({ length: size }, (_, place) => {
    let sum = 0;
    let count = 0;
    around(place, size, monthly, (at) => { sum += sums[at]; count += counts[at]; });
    return count > 0 ? sum / count : null;
  });
}

function spread(values, steps, places, size, monthly) {
  const years = new Set();
  const pools = Array.from({ length: size }, () => new Map());
  steps.forEach((i, k) => {
    const year = new Date(times[i] * 1000).getUTCFullYear();
    const [sum, count] = pools[places[k]].get(year) ?? [0, 0];
    pools[places[k]].set(year, [sum + values[i], count + 1]);
    years.add(year);
  });
  if (years.size < 5) {
    return null;
  }

  const low = [];
  const high = [];
  for (let place = 0; place < size; place++) {
    const pool = [];
    around(place, size, monthly, (at) => pools[at].forEach(([sum, count]) => pool.push(sum / count)));
    pool.sort((a, b) => a - b);
    low.push(pool.length ? pool[Math.floor(0.1 * (pool.length - 1))] : null);
    high.push(pool.length ? pool[Math.ceil(0.9 * (pool.length - 1))] : null);
  }

  return { low, high };
}

function around(place, size, monthly, visit) {
  const reach = monthly ? 0 : halfWindow;
  for (let offset = -reach; offset <= reach; offset++) {
    visit((place + offset + size) % size);
  }
}

function dayName(day, monthly) {
  const month = monthStarts.filter((start) => start <= day).length - 1;
  return monthly ? months[month] : `${day - monthStarts[month] + 1} ${months[month]}`;
}
