import { valueOf } from './results.js';

/** Where results stand: the units' outlines, each with all units of that outline, and the reaches' lines. */
export function placesOf(map, shapes, areas, sizes) {
  const units = shapes.outlines.map((shape) => ({ on: 'units', shape, items: [] }));
  map.shapeOfUnit.forEach((shape, unit) => units[shape].items.push(unit));
  units.forEach((place) => { place.name = map.units[place.items[0]]; });
  const reaches = shapes.lines.map((shape, i) => ({ on: 'reaches', shape, items: [i], name: map.reaches[i], size: sizes[i] }));
  const count = { units: map.units.length, reaches: map.reaches.length };

  const at = (result, layer, frame, item) => valueOf(result, layer, count[result.on], frame, item);

  /** The mean over the items of a place, weighted by area; null where none has a value. */
  const mean = (result, layer, frame, place) => {
    if (place.items.length === 1) {
      return at(result, layer, frame, place.items[0]);
    }

    let sum = 0;
    let weight = 0;
    place.items.forEach((item) => {
      const value = at(result, layer, frame, item);
      if (value !== null) {
        sum += areas[item] * value;
        weight += areas[item];
      }
    });
    return weight > 0 ? sum / weight : null;
  };

  const ids = new Map();
  map.reaches.forEach((id, i) => ids.set(id, reaches[i]));
  const unitIds = new Map(map.units.map((id, i) => [id, units[map.shapeOfUnit[i]]]));

  /** The place of an id, among units or reaches first; of the beginning of one where no id is that. */
  const find = (text, first) => {
    const tables = first === 'reaches' ? [ids, unitIds] : [unitIds, ids];
    for (const table of tables) {
      if (table.has(text)) {
        return table.get(text);
      }
    }

    for (const table of tables) {
      for (const [id, place] of table) {
        if (text && id.toLowerCase().startsWith(text.toLowerCase())) {
          return place;
        }
      }
    }

    return null;
  };

  return { units, reaches, bySize: [...reaches].sort((a, b) => a.size - b.size), largest: Math.max(...sizes, 0), at, mean, find };
}
