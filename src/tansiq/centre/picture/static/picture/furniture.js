/** What stands on the map: cursor position, layer switches, legend, popups, the words across it. */
import { forward } from '../third_party/mgrs/mgrs.esm.js';
import { byId, isolated, make } from './dom.js';
import { maplibregl } from './map.js';
import { symbolCanvas } from './symbols.js';
import { switches } from './style.js';
import { _, best, direction, fill, language, minutes, stateNames } from './words.js';

const DIGITS_100_M = 3;

/** @param {number} lon @param {number} lat */
export function mgrs(lon, lat) {
  const [, zone, square, digits] = /^(\d+[A-Z])([A-Z]{2})(\d+)$/.exec(forward([lon, lat], DIGITS_100_M));
  return `${zone} ${square} ${digits.slice(0, DIGITS_100_M)} ${digits.slice(DIGITS_100_M)}`;
}

const degrees = (lon, lat) => `${Math.abs(lat).toFixed(4)}°${lat < 0 ? 'S' : 'N'} ${Math.abs(lon).toFixed(4)}°${lon < 0 ? 'W' : 'E'}`;

/** Position and state under the cursor; at the middle of the map while the keyboard moves it. @param {any} pictureMap */
export function showCursor(pictureMap) {
  const names = stateNames();
  const show = ({ lng, lat }) => {
    byId('cursor').hidden = false;
    byId('cursor-mgrs').textContent = mgrs(lng, lat);
    byId('cursor-degrees').textContent = degrees(lng, lat);
    const state = pictureMap.reader.at(lng, lat);
    byId('cursor-state').textContent = state ? names[state] : _('outside the area');
  };
  pictureMap.map.on('mousemove', (event) => show(event.lngLat));
  pictureMap.map.on('moveend', (event) => { if (!event.originalEvent) show(pictureMap.map.getCenter()); });
}

/** @param {any} pictureMap */
export function showSwitches(pictureMap) {
  const rows = switches(_).map(([key, name]) => {
    const box = make('input', { type: 'checkbox', checked: true, onchange: () => pictureMap.setShown(key, box.checked) });
    return make('label', {}, box, name);
  });
  byId('layers-body').prepend(...rows);
  const showStrength = () => { byId('opacity').value = String(100 * pictureMap.shownStrength()); };
  document.addEventListener('themechange', showStrength);
  showStrength();
  byId('opacity').addEventListener('input', (event) => pictureMap.setStrength(event.target.value / 100));
}

/** @param {any} scene */
export function showLegend(scene) {
  const names = scene.parties.map((party) => best(party.names));
  const entries = names.flatMap((name, party) => [
    [symbolCanvas('watch', party, true, 20), fill(_('%(party)s: post that watches'), { party: name })],
    [symbolCanvas('reaction-vehicle', party, true, 20), fill(_('%(party)s: post with a reaction element'), { party: name })],
  ]);
  entries.push([symbolCanvas('watch', 0, false, 20), _('not confirmed lately')], [symbolCanvas('centre', -1, true, 20), _('joint coordination centre')]);
  byId('legend-posts').replaceChildren(...entries.map(([canvas, text]) => make('li', {}, canvas, make('span', {}, text))));
}

/** @param {any} pictureMap @param {string} address */
export async function sayContours(pictureMap, address) {
  const { step_m: step } = await (await fetch(address)).json();
  byId('legend-contours').textContent = fill(_('Contours every %(step)s m'), { step });
}

/** @param {any} scene */
export function showAcross(scene) {
  byId('across-fictional').hidden = !scene.fictional;
  byId('across-sketch').hidden = !scene.sketch;
  byId('across').hidden = !(scene.fictional || scene.sketch);
  const age = byId('age');
  const what = document.body.dataset.source === 'coverages' ? _('Coverages as of') : _('Laydown as of');
  if (scene.at_group) age.replaceChildren(what, ' ', isolated(scene.at_group));
}

const clock = (minute) => `${String(Math.floor(minute / 60) % 24).padStart(2, '0')}${String(minute % 60).padStart(2, '0')}C`;

function mannedWords([start, end]) {
  if (end - start >= 1440) return [_('manned all day')];
  return [_('manned'), ' ', isolated(`${clock(start)}–${clock(end)}`)];
}

function postLines(post, scene) {
  const kinds = { watch: _('post that watches'), 'reaction-foot': _('post with a reaction element on foot'), 'reaction-vehicle': _('post with a reaction element in vehicles'), centre: _('joint coordination centre') };
  const lines = [[kinds[post.kind]]];
  if (post.kind === 'centre') return lines;
  lines.push([best(scene.parties[post.party].names)]);
  lines.push([fill(_('sees %(day)s km by day, %(night)s km by night'), { day: post.range_day_m / 1000, night: post.range_night_m / 1000 })]);
  lines.push(mannedWords(JSON.parse(post.manned)));
  if (post.ready_min != null) lines.push([fill(_('leaves after %(time)s'), { time: minutes(post.ready_min) })]);
  lines.push(post.confirmed_at ? [_('last confirmed'), ' ', isolated(post.confirmed_at)] : [_('never confirmed')]);
  if (post.confirmed === false) lines.push([_('not confirmed lately: its ground counts as unknown')]);
  return lines;
}

/** Say what a post is when it is clicked. @param {any} pictureMap @param {any} scene */
export function showPosts(pictureMap, scene) {
  const { map } = pictureMap;
  map.on('click', 'posts', (event) => {
    const [found] = event.features;
    const name = found.properties[`name_${language}`];
    const heading = make('h3', {}, ...(name ? [name, ' '] : []), isolated(found.properties.id));
    const content = make('div', { dir: direction, lang: language }, heading, ...postLines(found.properties, scene).map((parts) => make('p', {}, ...parts)));
    new maplibregl.Popup({ maxWidth: '280px', focusAfterOpen: false }).setLngLat(found.geometry.coordinates).setDOMContent(content).addTo(map);
  });
  for (const layer of ['posts', 'gaps-fill', 'seam']) {
    map.on('mouseenter', layer, () => { map.getCanvas().style.cursor = 'pointer'; });
    map.on('mouseleave', layer, () => { map.getCanvas().style.cursor = ''; });
  }
}
