import { charts, clear } from '../chart.js';
import { palette } from '../palette.js';
import { element } from '../tables.js';
import { floatsOf } from './bytes.js';
import { gestures } from './gestures.js';
import { graticule } from './graticule.js';
import { legend } from './legend.js';
import { marks } from './marks.js';
import { paint } from './paint.js';
import { picker } from './pick.js';
import { placesOf } from './places.js';
import { player } from './player.js';
import { projection } from './projection.js';
import { ramp } from './ramp.js';
import { rangeOf } from './range.js';
import { hasGaps } from './results.js';
import { scaleOf } from './scale.js';
import { series } from './series.js';
import { around, shapesOf } from './shapes.js';
import { about, tip } from './tip.js';
import { viewOf } from './view.js';

const byId = (id) => document.getElementById(id);
const shortest = 340;
const tallest = 640;
const wide = 1.5;

/** The map of a report: results on units and rivers, through time. */
export function mapOf(map, { segments, basinOf, onBasin }) {
  const shapes = shapesOf(map.shapes);
  const places = placesOf(map, shapes, floatsOf(map.areas), floatsOf(map.sizes));
  const plane = projection(map.plane);
  const pick = picker(map, places);
  const canvas = byId('map-canvas');
  const top = byId('map-marks');
  const state = { result: map.results[0], layer: map.results[0].layers[0], frame: 0, mode: map.results[0].scale, everyFrame: true, rivers: true, hovered: null, chosen: null, scale: null, colours: null };
  let due = 0;
  let mark = () => {};
  const view = viewOf(() => later());
  view.box = around([...shapes.outlines, ...shapes.lines].map((shape) => shape.box));
  const aspect = (view.box[2] - view.box[0]) / Math.max(1, view.box[3] - view.box[1]);
  byId('map-layout').classList.toggle('wide', aspect > wide);
  const framesOf = (result) => result.frames ?? map.frames;
  const clock = map.results.some((result) => framesOf(result).length > 1) ? player(byId('map-player'), map.frames.length > 0 ? map.frames : framesOf(map.results.find((result) => result.frames)), (frame) => { state.frame = frame; turn(); }) : null;

  const shown = () => (state.result.on === 'reaches' ? places.reaches : places.units);
  const valueAt = (place) => places.mean(state.result, state.layer, state.frame, place);

  function later() {
    due ||= requestAnimationFrame(() => { due = 0; draw(); });
  }

  function draw() {
    const ratio = devicePixelRatio || 1;
    const context = canvas.getContext('2d');
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, view.width, view.height);
    const { colours, scale } = state;
    const labels = graticule(context, view, plane, { width: view.width, height: view.height, line: colours.grid, text: colours.faint, font: colours.font, halo: colours.page });
    paint(context, view, shapes, places, { on: state.result.on, colours, ratio, rivers: state.rivers, colourOf: (place) => { const value = valueAt(place); return value === null ? null : scale.colour(value); } });
    labels();
    drawMarks();
  }

  function drawMarks() {
    const context = top.getContext('2d');
    const ratio = devicePixelRatio || 1;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, view.width, view.height);
    marks(context, view, places, { hovered: state.hovered, chosen: state.chosen, gauges: map.gauges, basin: basinOf(), colours: state.colours, font: state.colours.font, ratio, step: map.plane.step });
  }

  /** A new frame: values and perhaps colours change, shapes do not. */
  function turn() {
    if (!state.everyFrame) {
      rescale();
    }

    draw();
    if (state.hovered) {
      showTip(state.hovered);
    }

    charts['map-series']?.redraw(false);
  }

  function rescale() {
    const { result } = state;
    const own = state.everyFrame || result.static ? null : rangeOf(shown().map(valueAt), state.mode);
    const [low, high] = own ?? [result.low, result.high];
    state.scale = scaleOf(state.mode, low, high, ramp(state.mode === 'diverging', state.colours.dark));
    mark = legend(byId('map-legend'), result, state.scale, { missing: hasGaps(state.layer), sizes: places.reaches.length > 0 ? map.sizeLabel : null });
  }

  function showSeries() {
    const { result, chosen } = state;
    const right = chosen && chosen.on === result.on;
    byId('map-hint').hidden = Boolean(right);
    byId('map-series-title').hidden = !right;
    if (!right) {
      clear('map-series');
      return;
    }

    const name = chosen.on === 'reaches' ? `reach ${chosen.name}` : `${map.unitWord} ${chosen.items.map((item) => map.units[item]).join(', ')}`;
    const title = `${result.label} at ${name}`;
    byId('map-series-title').textContent = title;
    series({ result, place: chosen, places, frames: framesOf(result), log: state.mode === 'log', title, frameOf: () => state.frame, onFrame: (frame) => clock?.show(frame) });
  }

  function showTip(place, x, y) {
    if (x !== undefined) {
      state.at = [x, y];
    }

    tip(byId('map-tip'), ...(state.at ?? [0, 0]), place ? about(place, map, places, state.result, state.layer, state.frame) : null);
    mark(place && place.on === state.result.on ? valueAt(place) : null);
  }

  function hover(x, y) {
    const found = x === null ? null : pick(view, x, y, state.result.on);
    const place = found?.place ?? null;
    canvas.style.cursor = found ? 'pointer' : 'grab';
    if (place !== state.hovered) {
      state.hovered = place;
      drawMarks();
    }

    if (found?.gauge) {
      tip(byId('map-tip'), x, y, [element('b', {}, `Gauge ${found.gauge.id}`), found.gauge.basin === null ? null : element('small', {}, 'Click to show its charts')].filter(Boolean));
    } else {
      showTip(place, x ?? undefined, y);
    }
  }

  function choose(place) {
    state.chosen = place;
    showSeries();
    drawMarks();
  }

  function click(x, y) {
    const found = pick(view, x, y, state.result.on);
    if (found?.gauge) {
      onBasin(found.gauge.basin);
      drawMarks();
    } else {
      choose(found?.place ?? null);
    }
  }

  function find(text) {
    const place = places.find(text.trim(), state.result.on);
    byId('map-found').textContent = !text.trim() ? '' : place ? '' : 'none of that id';
    if (place) {
      if (place.on !== state.result.on) {
        const other = map.results.findIndex((result) => result.on === place.on);
        if (other >= 0) {
          setResult(other);
        }
      }

      choose(place);
      view.show(place.shape.box, 12 * view.fit);
    }
  }

  function setResult(index) {
    const result = map.results[index];
    const member = state.layer.member;
    if (clock && framesOf(result) !== framesOf(state.result) && framesOf(result).length > 0) {
      clock.use(framesOf(result));
      state.frame = 0;
    }

    Object.assign(state, { result, layer: result.layers.find((layer) => layer.member === member) ?? result.layers[0], mode: result.scale, hovered: null });
    byId('map-result').value = String(index);
    byId('map-member').replaceChildren(...result.layers.map((layer, i) => element('option', { value: String(i), selected: layer === state.layer }, layer.member ?? '–')));
    byId('map-member-choice').hidden = result.layers.length < 2;
    byId('map-rivers-choice').hidden = result.on === 'reaches' || places.reaches.length === 0;
    byId('map-player').hidden = !clock || result.static || framesOf(result).length < 2;
    byId('map-note').hidden = !result.note;
    byId('map-note').textContent = result.note ?? '';
    if (result.static) {
      clock?.stop();
    }

    const canLog = result.scale === 'log' || (result.scale === 'linear' && result.low >= 0 && result.high > 0);
    segments('map-scale', canLog ? [{ label: 'Linear', value: 'linear' }, { label: 'Logarithmic', value: 'log' }] : [], state.mode, (mode) => { state.mode = mode; rescale(); draw(); showSeries(); });
    segments('map-range', byId('map-player').hidden ? [] : [{ label: 'All frames', value: 'all' }, { label: 'This frame', value: 'one' }], state.everyFrame ? 'all' : 'one', (value) => { state.everyFrame = value === 'all'; rescale(); draw(); });
    canvas.setAttribute('aria-label', `Map of ${result.label} on ${result.on === 'reaches' ? `${map.reaches.length} reaches` : `${map.units.length} ${map.unitWord}s`}. Arrow keys move it, plus and minus zoom, Home shows all.`);
    rescale();
    showTip(null);
    showSeries();
    later();
  }

  function controls() {
    const group = (on, label) => {
      const options = map.results.map((result, i) => (result.on === on ? element('option', { value: String(i) }, result.label) : null)).filter(Boolean);
      return options.length > 0 ? element('optgroup', { label }, options) : null;
    };
    byId('map-result').replaceChildren(...[group('units', `On ${map.unitWord}s`), group('reaches', 'On rivers')].filter(Boolean));
    byId('map-result').addEventListener('change', (event) => setResult(Number(event.target.value)));
    byId('map-member').addEventListener('change', (event) => { state.layer = state.result.layers[Number(event.target.value)]; rescale(); draw(); });
    byId('map-rivers').addEventListener('change', (event) => { state.rivers = event.target.checked; draw(); });
    byId('map-find').addEventListener('change', (event) => find(event.target.value));
    byId('map-find').placeholder = `Id of a ${map.unitWord}${places.reaches.length > 0 ? ' or reach' : ''}`;
    byId('map-hint').textContent = `Click a ${map.unitWord}, or a reach where rivers are coloured, and its course over time is drawn here${map.gauges.some((gauge) => gauge.basin !== null) ? '; click a gauge, and the charts of the page show its basin' : ''}.`;
    byId('map-in').addEventListener('click', () => view.zoom(1.6));
    byId('map-out').addEventListener('click', () => view.zoom(1 / 1.6));
    byId('map-whole').addEventListener('click', () => view.whole());
    gestures(canvas, view, { onHover: hover, onClick: click });
  }

  function theme() {
    const style = getComputedStyle(document.documentElement);
    const of = (name) => style.getPropertyValue(`--${name}`).trim();
    state.colours = { ...palette(), page: of('page'), accent: of('accent'), land: of('land'), landBorder: of('land-border'), border: of('border'), divide: of('divide'), river: of('river'), casing: of('casing'), dark: style.colorScheme === 'dark', font: `12px ${getComputedStyle(document.body).fontFamily}` };
  }

  function fit() {
    const host = byId('map');
    const width = host.clientWidth;
    if (width === 0) {
      return;
    }

    const height = Math.round(Math.min(tallest, Math.max(shortest, width / aspect)));
    const ratio = devicePixelRatio || 1;
    host.style.height = `${height}px`;
    [canvas, top].forEach((one) => { one.width = Math.round(width * ratio); one.height = Math.round(height * ratio); });
    view.size(width, height);
    draw();
  }

  byId('map-section').hidden = false;
  theme();
  controls();
  setResult(0);
  fit();
  view.whole();
  new ResizeObserver(fit).observe(byId('map'));
  return {
    draw,
    mark: drawMarks,
    redraw: () => { theme(); rescale(); fit(); showSeries(); },
    boxOf: (on, index) => { const [left, upper, right, lower] = places[on].find((place) => place.items.includes(index)).shape.box; return [...view.screenOf(left, upper), ...view.screenOf(right, lower)]; },
    valueOf: (on, index) => valueAt(places[on].find((place) => place.items.includes(index))),
    colourOf: (on, index) => state.scale.colour(valueAt(places[on].find((place) => place.items.includes(index)))),
    view,
    state,
  };
}
