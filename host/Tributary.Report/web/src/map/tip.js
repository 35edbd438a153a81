import { element } from '../tables.js';
import { number, unit } from '../words.js';

const mostItems = 6;

/** A value with its unit. */
export const said = (value, result) => (value === null ? 'no value' : `${number(value)}${unit(result.unit) ? ` ${unit(result.unit)}` : ''}`);

/** Puts what is known of a place beside the pointer. */
export function tip(host, x, y, lines) {
  if (!lines) {
    host.hidden = true;
    return;
  }

  host.hidden = false;
  host.replaceChildren(...lines);
  const { clientWidth: width, clientHeight: height } = host.parentElement;
  const left = x + 16 + host.offsetWidth < width ? x + 16 : Math.max(4, x - 16 - host.offsetWidth);
  const top = Math.min(Math.max(4, y + 14), Math.max(4, height - host.offsetHeight - 4));
  host.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`;
}

/** What the tip says of a unit or a reach. */
export function about(place, map, places, result, layer, frame) {
  const several = place.items.length > 1;
  const onIt = result.on === place.on;
  const title = place.on === 'reaches' ? `Reach ${place.name}` : several ? `${place.items.length} ${map.unitWord}s` : `${capital(map.unitWord)} ${place.name}`;
  const lines = [element('b', {}, title)];
  if (onIt) {
    lines.push(element('span', { class: 'map-value' }, said(places.mean(result, layer, frame, place), result), several ? element('small', {}, ' mean by area') : null));
  }

  if (several) {
    place.items.slice(0, mostItems).forEach((item) => lines.push(element('small', {}, `${map.units[item]}: ${onIt ? said(places.at(result, layer, frame, item), result) : ''}`)));
  }

  if (place.on === 'reaches') {
    lines.push(element('small', {}, `${map.sizeLabel} ${number(place.size)} ${unit(map.sizeUnit)}`));
  }

  return lines;
}

const capital = (word) => word.charAt(0).toUpperCase() + word.slice(1);
