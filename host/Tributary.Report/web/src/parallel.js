const space = 'http://www.w3.org/2000/svg';
const height = 340;
const top = 34;
const bottom = 16;
const observer = new ResizeObserver(([{ target }]) => target.refit?.());

/** Parallel coordinates: an upright axis for each column, a line for each point through its heights, from 0 to 1. Where it has none, it ends. */
export function parallel(host, plot) {
  host.refit = () => {
    if (host.clientWidth > 0 && host.clientWidth !== Number(host.dataset.width)) {
      draw(host, plot);
    }
  };
  draw(host, plot);
  observer.observe(host);
}

function draw(host, { label, axes, points, onMark }) {
  const width = Math.max(host.clientWidth, 110 * axes.length);
  host.dataset.width = String(host.clientWidth);
  const left = Math.max(28, Math.min(60, 3.4 * axes[0].label.length));
  const right = 76;
  const x = (axis) => (axes.length > 1 ? left + (axis * (width - left - right)) / (axes.length - 1) : left);
  const y = (share) => top + (1 - share) * (height - top - bottom);
  const svg = node('svg', { width, height, viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': label });
  const lines = node('g', { class: 'lines' });
  const ordered = [...points].sort((a, b) => (a.heights.at(-1) ?? -1) - (b.heights.at(-1) ?? -1));
  ordered.forEach(({ point, heights, colour }) => {
    const path = heights.filter((share) => share !== null).map((share, i) => `${i ? 'L' : 'M'}${x(i).toFixed(1)} ${y(share).toFixed(1)}`).join('');
    const kind = point.best ? 'best' : point.status.replace(' ', '-');
    const group = node('g', { class: `point ${kind}`, 'data-point': point.number });
    group.append(node('path', { class: 'reach', d: path }), node('path', { class: 'line', d: path, ...(colour ? { stroke: colour } : {}) }));
    group.addEventListener('mouseenter', () => onMark(point));
    group.addEventListener('mouseleave', () => onMark(null));
    lines.append(group);
  });
  svg.append(lines, ...axes.map((axis, i) => upright(axis, x(i), y)));
  host.replaceChildren(svg);
}

function upright(axis, x, y) {
  const group = node('g', { class: 'axis' });
  group.append(node('line', { x1: x, x2: x, y1: y(1), y2: y(0) }));
  const name = node('text', { class: 'name', x, y: 16, 'text-anchor': 'middle' }, axis.label);
  name.append(node('title', {}, axis.title));
  group.append(name);
  axis.ticks.forEach(([share, value]) => group.append(
    node('line', { x1: x - 4, x2: x, y1: y(share), y2: y(share) }),
    node('text', { class: 'tick', x: x + 7, y: y(share) + 4, 'text-anchor': 'start' }, shortened(String(value)))));
  return group;
}

const shortened = (value) => (value.length > 18 ? `${value.slice(0, 17)}…` : value);

function node(name, attributes, content) {
  const made = document.createElementNS(space, name);
  Object.entries(attributes).forEach(([key, value]) => made.setAttribute(key, value));
  if (content !== undefined) {
    made.append(content);
  }

  return made;
}
