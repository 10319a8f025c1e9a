/** Taking positions from the map into the forms: one for a post or checkpoint, corners for an area. By click, or by Enter
 * for the middle of the map, which the arrow keys move. */
import { byId, make } from '../picture/dom.js';
import { mgrs } from '../picture/furniture.js';
import { _ } from '../picture/words.js';

const degrees = ({ lng, lat }) => `${lat.toFixed(6)}, ${lng.toFixed(6)}`;
const EMPTY = { type: 'FeatureCollection', features: [] };

/** @param {any} courseMap @param {{say: (text: string) => void, dragging: any}} page */
export function startPicking(courseMap, { say, dragging }) {
  const { map } = courseMap;
  const canvas = map.getCanvas();
  const middle = make('span', { className: 'middle', hidden: true, aria: { hidden: 'true' } });
  byId('map').append(middle);
  let picking = null;

  const stop = () => {
    if (!picking) return;
    picking.button.setAttribute('aria-pressed', 'false');
    picking = null;
    dragging.picking = false;
    middle.hidden = true;
    canvas.style.cursor = '';
    say('');
  };
  const start = (button, take, once) => {
    const same = picking?.button === button;
    stop();
    if (same) return;
    picking = { button, take, once };
    dragging.picking = true;
    button.setAttribute('aria-pressed', 'true');
    middle.hidden = false;
    canvas.style.cursor = 'crosshair';
    say(once ? _('Choose a place on the map: click it, or move the map with the arrow keys and press Enter for its middle.') : _('Choose corner after corner on the map; the arrow keys move it, Enter takes its middle. Escape ends.'));
    canvas.focus();
  };
  const taken = (place) => {
    const { take, once, button } = picking;
    take(place);
    if (!once) return;
    stop();
    button.form.querySelector('button.main').focus();
  };

  map.on('click', (event) => { if (picking) taken(event.lngLat); });
  canvas.addEventListener('keydown', (event) => {
    if (!picking) return;
    if (event.key === 'Enter') taken(map.getCenter());
    if (event.key === 'Escape') {
      const { button } = picking;
      stop();
      button.focus();
    }
  });
  for (const button of document.querySelectorAll('[data-pick]')) {
    button.hidden = false;
    button.setAttribute('aria-pressed', 'false');
    const field = button.form.querySelector('[data-position]');
    button.addEventListener('click', () => start(button, ({ lng, lat }) => { field.value = mgrs(lng, lat); }, true));
  }
  for (const button of document.querySelectorAll('[data-draw]')) {
    button.hidden = false;
    button.setAttribute('aria-pressed', 'false');
    const field = button.form.querySelector('[data-corners]');
    const show = () => courseMap.showDrawing(drawn(field.value));
    field.addEventListener('input', show);
    button.form.addEventListener('planning:sent', () => { stop(); show(); });
    button.addEventListener('click', () => start(button, (place) => {
      field.value = `${field.value.trimEnd()}\n${degrees(place)}`.trimStart();
      show();
    }, false));
  }
}

/** What the corners typed so far make; lines in MGRS are left to the server. @param {string} text */
function drawn(text) {
  const corners = text.split('\n').map((line) => /^\s*(-?[\d.]+)\s*,\s*(-?[\d.]+)\s*$/.exec(line)).filter(Boolean).map((found) => [Number(found[2]), Number(found[1])]);
  if (!corners.length) return EMPTY;
  const feature = (type, coordinates) => ({ type: 'Feature', properties: {}, geometry: { type, coordinates } });
  const points = corners.map((corner) => feature('Point', corner));
  const line = corners.length > 1 ? [feature('LineString', corners.length > 2 ? [...corners, corners[0]] : corners)] : [];
  return { type: 'FeatureCollection', features: [...line, ...points] };
}
