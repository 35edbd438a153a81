/** Lets the wheel and the keyboard move a chart of time. The wheel waits until the chart was clicked, so that a reader can scroll past it. */
export function zoomable(host, chartOf, smallest) {
  const full = (chart) => [chart.data[0][0], chart.data[0][chart.data[0].length - 1]];

  const view = (chart, low, high) => {
    const [first, last] = full(chart);
    const span = Math.min(Math.max(high - low, smallest), last - first);
    const min = Math.min(Math.max(low, first), last - span);
    chart.setScale('x', { min, max: min + span });
  };

  const scaled = (chart, factor, at) => {
    const { min, max } = chart.scales.x;
    const centre = at ?? (min + max) / 2;
    view(chart, centre - (centre - min) * factor, centre + (max - centre) * factor);
  };

  host.addEventListener('wheel', (event) => {
    const chart = chartOf();
    if (!chart || !(event.ctrlKey || event.metaKey || host.contains(document.activeElement))) {
      return;
    }

    event.preventDefault();
    const at = chart.posToVal(event.clientX - chart.over.getBoundingClientRect().left, 'x');
    scaled(chart, event.deltaY < 0 ? 0.8 : 1.25, at);
  }, { passive: false });

  host.addEventListener('pointerdown', () => host.focus({ preventScroll: true }));

  host.addEventListener('keydown', (event) => {
    const chart = chartOf();
    if (!chart || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }

    const { min, max } = chart.scales.x;
    const shift = (max - min) / 8;
    const moves = {
      ArrowLeft: () => view(chart, min - shift, max - shift),
      ArrowRight: () => view(chart, min + shift, max + shift),
      '+': () => scaled(chart, 0.7),
      '=': () => scaled(chart, 0.7),
      '-': () => scaled(chart, 1 / 0.7),
      Home: () => view(chart, ...full(chart)),
      Escape: () => host.blur(),
    };
    if (moves[event.key]) {
      event.preventDefault();
      moves[event.key]();
    }
  });
}
