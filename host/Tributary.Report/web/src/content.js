/** The report's content, from the JSON block of the page; a basin's series are decoded when it is first shown. */
export const content = JSON.parse(document.getElementById('report-content').textContent);

const { time } = content;
const start = Date.parse(time.start) / 1000;

/** The start of each time step in seconds since 1970. */
export const times = Float64Array.from({ length: time.count }, (_, i) => start + i * time.step);
export const step = time.step;
export const end = start + time.count * time.step;

/** The split periods as index ranges of the time axis. */
export const periods = content.periods.map((period) => {
  const from = Date.parse(period.start) / 1000;
  const to = Date.parse(period.end) / 1000;
  return { name: period.name, from, to, first: indexAt(from), end: indexAt(to), warmUp: /^warm/i.test(period.name) };
});

/** The names of all members over all basins, in order, which fixes their colours. */
export const memberNames = [...new Set(content.basins.flatMap((basin) => basin.members.map((member) => member.name)))];
export const memberIndex = (member) => memberNames.indexOf(member.name);

/** Makes a basin's series ready. */
export function opened(basin) {
  if (!basin.open) {
    basin.observed = decoded(basin.observed);
    basin.precipitation = decoded(basin.precipitation);
    basin.members.forEach((member) => { member.simulated = decoded(member.simulated); });
    basin.open = true;
  }

  return basin;
}

/** The steps of a period; without a name, those of all periods but the warm-up, or the whole record where there are none. */
export function stepsOf(name) {
  const chosen = periods.filter((period) => (name ? period.name === name : !period.warmUp));
  if (chosen.length === 0) {
    return Array.from(times, (_, i) => i);
  }

  const taken = new Uint8Array(time.count);
  chosen.forEach((period) => taken.fill(1, period.first, period.end));
  const steps = [];
  taken.forEach((inside, i) => inside && steps.push(i));
  return steps;
}

/** Those of the steps at which every series has a value, so that curves compare the same days. */
export const common = (steps, series) => steps.filter((i) => series.every((values) => values[i] !== null));

/** What uPlot takes for a gap is null; a zero has no place on a logarithmic axis either. */
export const positive = (values) => values.map((value) => (value > 0 ? value : null));

function indexAt(seconds) {
  return Math.min(time.count, Math.max(0, Math.ceil((seconds - start) / time.step)));
}

/** Numbers from base64; a gap is null. */
export function decoded(text) {
  if (!text) {
    return null;
  }

  const bytes = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
  const view = new DataView(bytes.buffer);
  return Array.from({ length: bytes.length / 4 }, (_, i) => {
    const value = view.getFloat32(4 * i, true);
    return Number.isNaN(value) ? null : value;
  });
}
