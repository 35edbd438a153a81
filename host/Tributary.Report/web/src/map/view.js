const margin = 22;
const closest = 80;
const farthest = 0.6;

/** The part of the grid that the canvas shows. */
export function viewOf(onChange) {
  const view = { k: 1, x: 0, y: 0, fit: 1, width: 1, height: 1, box: [0, 0, 1, 1] };

  const held = () => {
    view.k = Math.min(Math.max(view.k, farthest * view.fit), closest * view.fit);
    const [left, top, right, bottom] = view.box;
    const half = [view.width / 2, view.height / 2];
    view.x = Math.min(Math.max(view.x, half[0] - right * view.k), half[0] - left * view.k);
    view.y = Math.min(Math.max(view.y, half[1] - bottom * view.k), half[1] - top * view.k);
    onChange();
  };

  const scaleOf = ([left, top, right, bottom]) => Math.min((view.width - 2 * margin) / Math.max(1, right - left), (view.height - 2 * margin) / Math.max(1, bottom - top));

  view.show = (box, most = closest * view.fit) => {
    view.k = Math.min(scaleOf(box), most);
    view.x = (view.width - (box[0] + box[2]) * view.k) / 2;
    view.y = (view.height - (box[1] + box[3]) * view.k) / 2;
    held();
  };

  view.whole = () => view.show(view.box);

  view.size = (width, height) => {
    const [x, y] = view.gridOf(view.width / 2, view.height / 2);
    const zoom = view.k / view.fit;
    Object.assign(view, { width, height });
    view.fit = scaleOf(view.box);
    view.k = zoom * view.fit;
    view.x = width / 2 - x * view.k;
    view.y = height / 2 - y * view.k;
    held();
  };

  view.zoom = (factor, x = view.width / 2, y = view.height / 2) => {
    const before = view.k;
    view.k = Math.min(Math.max(view.k * factor, farthest * view.fit), closest * view.fit);
    view.x = x - ((x - view.x) * view.k) / before;
    view.y = y - ((y - view.y) * view.k) / before;
    held();
  };

  view.move = (x, y) => {
    view.x += x;
    view.y += y;
    held();
  };

  view.gridOf = (x, y) => [(x - view.x) / view.k, (y - view.y) / view.k];
  view.screenOf = (x, y) => [x * view.k + view.x, y * view.k + view.y];
  view.sees = ([left, top, right, bottom]) => right * view.k + view.x >= 0 && left * view.k + view.x <= view.width && bottom * view.k + view.y >= 0 && top * view.k + view.y <= view.height;
  return view;
}
