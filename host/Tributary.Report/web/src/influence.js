import { bars } from './explanation.js';
import { ramp } from './map/ramp.js';
import { palette } from './palette.js';
import { element, swatch } from './tables.js';

const mostParts = 6;
const percent = (share) => `${(100 * share).toFixed(share < 0.0995 ? 1 : 0)} %`;
const words = (name) => name.replaceAll('_', ' ');

/** What each member went by: shares of its variables by season and month, ranked variables, zones through the year. Returns whether there is anything. */
export function influences(host, members) {
  const told = members.filter((member) => member.influence);
  host.replaceChildren(...told.map((member) => block(member, told.length > 1)));
  return told.length > 0;
}

function block(member, many) {
  const { influence } = member;
  const verdict = () => element('p', { class: 'verdict' }, influence.verdict ?? 'The model did not check these weights.');
  const figure = (title, body, caption) => element('figure', {}, element('h3', {}, title), ...[].concat(body), element('figcaption', {}, caption));
  return element('div', { class: 'influence' },
    many ? element('h3', {}, swatch(member), ` ${member.name}`) : null,
    verdict(),
    element('div', { class: 'pair' },
      figure('Variables by season', stacked(influence.seasons), `Share of each input variable in what ${member.name} went by, of all explained steps of a season; each bar sums to 1. ${influence.description}`),
      figure('Variables by month', stacked(influence.months), 'The same by calendar month.'),
      figure('Ranked variables', bars(influence.ranked.map(({ name }) => name), influence.ranked.map(({ share }) => share), 'Share'), 'Over all explained steps.'),
      influence.zones ? figure('Path of the zone of highest influence', [path(influence.zones), verdict()], "Share of each zone of elevation in all influence, by month; the highest of each month is outlined. The maps stand above: choose Influence under 'Colours show'.") : null));
}

/** Horizontal bars of parts that sum to 1. */
function stacked(partition) {
  const { names, rows } = shortened(partition);
  const colour = (part) => (part < mostParts ? palette().member(part) : palette().faint);
  const bar = (row) => row.shares.map((share, part) => {
    const piece = element('span', { class: 'part', title: `${words(names[part])}: ${percent(share)}` }, share >= 0.09 ? percent(share) : '');
    piece.style.width = `${100 * share}%`;
    piece.style.background = colour(part);
    return piece;
  });
  const table = element('table', { class: 'stacked' }, element('tbody', {}, rows.map((row) => element('tr', {},
    element('th', { scope: 'row' }, row.name),
    element('td', {}, element('div', { class: 'parts', role: 'img', 'aria-label': names.map((name, part) => `${words(name)} ${percent(row.shares[part])}`).join(', ') }, bar(row)))))));
  const key = element('div', { class: 'parts-key' }, names.map((name, part) => {
    const mark = element('i', { 'aria-hidden': 'true' });
    mark.style.background = colour(part);
    return element('span', {}, mark, words(name));
  }));
  return [table, key];
}

// Past the colours that can be told apart, the rest is one part.
function shortened({ names, rows }) {
  if (names.length <= mostParts) {
    return { names, rows };
  }

  return {
    names: [...names.slice(0, mostParts), 'other variables'],
    rows: rows.map(({ name, shares }) => ({ name, shares: [...shares.slice(0, mostParts), shares.slice(mostParts).reduce((sum, share) => sum + share, 0)] })),
  };
}

/** A cell for each month and zone, the month's highest outlined. */
function path({ names, rows }) {
  const dark = getComputedStyle(document.documentElement).colorScheme === 'dark';
  const colours = ramp(false, dark);
  const most = Math.max(...rows.flatMap(({ shares }) => shares)) || 1;
  const order = names.map((_, zone) => zone).reverse();
  return element('div', { class: 'scroll' }, element('table', { class: 'path' },
    element('thead', {}, element('tr', {}, element('td', {}), rows.map((row) => element('th', { scope: 'col', title: row.name }, row.name.slice(0, 3))))),
    element('tbody', {}, order.map((zone) => element('tr', {}, element('th', { scope: 'row' }, names[zone]), rows.map(({ shares }) => {
      const cell = element('td', { class: shares[zone] === Math.max(...shares) ? 'highest' : undefined }, (100 * shares[zone]).toFixed(0));
      const place = shares[zone] / most;
      cell.style.background = colours[Math.round(place * (colours.length - 1))];
      cell.style.color = (place > 0.5) === dark ? '#10151b' : '#ffffff';
      return cell;
    }))))));
}
