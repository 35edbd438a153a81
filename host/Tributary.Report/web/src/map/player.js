/** Steps through the frames by slider, buttons and clock. */
export function player(host, first, onFrame) {
  let frames = first;
  const part = (name) => host.querySelector(`[data-part="${name}"]`);
  const [play, slider, label, speed] = ['play', 'slider', 'label', 'speed'].map(part);
  let frame = 0;
  let playing = false;
  let due = 0;

  const show = (next, quiet) => {
    frame = Math.min(frames.length - 1, Math.max(0, next));
    slider.value = String(frame);
    slider.setAttribute('aria-valuetext', frames[frame].label);
    label.textContent = frames[frame].label;
    if (!quiet) {
      onFrame(frame);
    }
  };

  const tick = (now) => {
    if (!playing) {
      return;
    }

    if (now >= due) {
      due = Math.max(due + 1000 / Number(speed.value), now);
      show(frame === frames.length - 1 ? 0 : frame + 1);
    }

    requestAnimationFrame(tick);
  };

  const run = (on) => {
    playing = on;
    play.setAttribute('aria-label', on ? 'Pause' : 'Play');
    play.title = on ? 'Pause' : 'Play';
    play.classList.toggle('playing', on);
    label.setAttribute('aria-live', on ? 'off' : 'polite');
    if (on) {
      due = 0;
      requestAnimationFrame(tick);
    }
  };

  slider.addEventListener('input', () => { run(false); show(Number(slider.value)); });
  play.addEventListener('click', () => run(!playing));
  part('back').addEventListener('click', () => { run(false); show(frame - 1); });
  part('next').addEventListener('click', () => { run(false); show(frame + 1); });
  /** Takes other frames, and shows the first of them. */
  const use = (others) => {
    run(false);
    frames = others;
    slider.max = String(frames.length - 1);
    show(0, true);
  };

  use(first);
  return { show, use, stop: () => run(false) };
}
