const still = 4;

/** Lets pointers, wheel and keyboard move a view. The wheel waits until the map was clicked, so that a reader can scroll past it. */
export function gestures(canvas, view, { onHover, onClick }) {
  const pointers = new Map();
  let travelled = 0;
  const place = (event) => { const box = canvas.getBoundingClientRect(); return [event.clientX - box.left, event.clientY - box.top]; };
  const spread = () => { const [a, b] = [...pointers.values()]; return { x: (a[0] + b[0]) / 2, y: (a[1] + b[1]) / 2, size: Math.max(1, Math.hypot(a[0] - b[0], a[1] - b[1])) }; };

  canvas.addEventListener('pointerdown', (event) => {
    canvas.focus({ preventScroll: true });
    canvas.setPointerCapture(event.pointerId);
    travelled = pointers.size === 0 ? 0 : Infinity;
    pointers.set(event.pointerId, place(event));
  });

  canvas.addEventListener('pointermove', (event) => {
    const [x, y] = place(event);
    const before = pointers.get(event.pointerId);
    if (!before) {
      onHover(x, y);
      return;
    }

    if (pointers.size === 2) {
      const old = spread();
      pointers.set(event.pointerId, [x, y]);
      const now = spread();
      view.move(now.x - old.x, now.y - old.y);
      view.zoom(now.size / old.size, now.x, now.y);
      return;
    }

    travelled += Math.hypot(x - before[0], y - before[1]);
    pointers.set(event.pointerId, [x, y]);
    if (travelled > still) {
      onHover(null);
      view.move(x - before[0], y - before[1]);
    }
  });

  const up = (event) => {
    if (pointers.delete(event.pointerId) && event.type === 'pointerup' && travelled <= still) {
      onClick(...place(event));
    }
  };
  canvas.addEventListener('pointerup', up);
  canvas.addEventListener('pointercancel', up);
  canvas.addEventListener('pointerleave', () => onHover(null));
  canvas.addEventListener('dblclick', (event) => view.zoom(2, ...place(event)));

  canvas.addEventListener('wheel', (event) => {
    if (event.ctrlKey || event.metaKey || document.activeElement === canvas) {
      event.preventDefault();
      view.zoom(Math.exp(-Math.sign(event.deltaY) * Math.min(0.25, Math.abs(event.deltaY) / 400)), ...place(event));
    }
  }, { passive: false });

  canvas.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }

    const far = Math.min(view.width, view.height) / 8;
    const moves = {
      ArrowLeft: () => view.move(far, 0),
      ArrowRight: () => view.move(-far, 0),
      ArrowUp: () => view.move(0, far),
      ArrowDown: () => view.move(0, -far),
      '+': () => view.zoom(1.5),
      '=': () => view.zoom(1.5),
      '-': () => view.zoom(1 / 1.5),
      Home: () => view.whole(),
      Escape: () => canvas.blur(),
    };
    if (moves[event.key]) {
      event.preventDefault();
      moves[event.key]();
    }
  });
}
