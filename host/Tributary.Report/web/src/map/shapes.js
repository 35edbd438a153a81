import { bytesOf, reader } from './bytes.js';

/** The outlines and lines of a map as paths on its grid; what neighbours share is one arc. */
export function shapesOf(text) {
  const read = reader(bytesOf(text));
  const arcCount = read.count();
  const shared = read.count();
  let x = 0;
  let y = 0;
  const arcs = Array.from({ length: arcCount }, () => Array.from({ length: read.count() }, () => [x += read.signed(), y += read.signed()]));
  const rings = Array.from({ length: read.count() }, () => Array.from({ length: read.count() }, read.counts));
  const parts = Array.from({ length: read.count() }, read.counts);
  const uses = new Uint8Array(shared);
  rings.flat(2).forEach((arc) => { uses[arc >> 1]++; });
  return {
    outlines: rings.map((one) => outline(one, arcs)),
    lines: parts.map((one) => line(one.map((arc) => arcs[arc]))),
    borders: together(arcs.filter((_, i) => i < shared && uses[i] > 1)),
    divide: together(arcs.filter((_, i) => i < shared && uses[i] === 1)),
  };
}

function outline(rings, arcs) {
  const path = new Path2D();
  const box = nowhere();
  rings.forEach((ring) => {
    let first = true;
    ring.forEach((reference) => {
      const arc = arcs[reference >> 1];
      const backwards = reference & 1;
      for (let i = first ? 0 : 1; i < arc.length; i++) {
        const [x, y] = arc[backwards ? arc.length - 1 - i : i];
        path[first ? 'moveTo' : 'lineTo'](x, y);
        first = false;
        widen(box, x, y);
      }
    });
    path.closePath();
  });
  return { path, box };
}

function line(parts) {
  const box = nowhere();
  parts.flat().forEach(([x, y]) => widen(box, x, y));
  return { path: together(parts), box, parts };
}

function together(arcs) {
  const path = new Path2D();
  arcs.forEach((arc) => arc.forEach(([x, y], i) => path[i === 0 ? 'moveTo' : 'lineTo'](x, y)));
  return path;
}

/** The box around several. */
export function around(boxes) {
  const all = nowhere();
  boxes.forEach(([left, top, right, bottom]) => { widen(all, left, top); widen(all, right, bottom); });
  return all;
}

const nowhere = () => [Infinity, Infinity, -Infinity, -Infinity];

function widen(box, x, y) {
  box[0] = Math.min(box[0], x);
  box[1] = Math.min(box[1], y);
  box[2] = Math.max(box[2], x);
  box[3] = Math.max(box[3], y);
}
