/**
 * Moving a post: dragged with mouse or finger, or taken up and moved with the arrow keys.
 *
 * While it moves, the page asks for its picture; one question is on its way at a time, always with the newest place.
 */
import { maplibregl } from '../picture/map.js';
import { mgrs } from '../picture/furniture.js';
import { byId, make } from '../picture/dom.js';
import { _, fill } from '../picture/words.js';

const STEP_PX = 8;
const LONG_STEP_PX = 40;
const ARROWS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
const NEAR_PX = 22;
const text = ([lon, lat]) => `${lat.toFixed(6)}, ${lon.toFixed(6)}`;

export class Dragging {
  /** @param {any} courseMap @param {any} page */
  constructor(courseMap, page) {
    Object.assign(this, { courseMap, map: courseMap.map, ...page });
    this.handle = make('button', { type: 'button', className: 'handle-post' });
    this.marker = new maplibregl.Marker({ element: this.handle });
    this.handle.addEventListener('keydown', (event) => this.key(event));
    this.handle.addEventListener('blur', () => { if (this.held && !this.byPointer) this.letGo(true); });
    for (const name of ['mousedown', 'touchstart']) this.map.on(name, (event) => this.grab(event));
    for (const name of ['mousemove', 'touchmove']) this.map.on(name, (event) => this.pull(event));
    for (const name of ['mouseup', 'touchend']) this.map.on(name, () => this.drop());
    this.map.on('touchcancel', () => this.letGo(false));
    document.addEventListener('keydown', (event) => { if (event.key === 'Escape' && this.held) this.letGo(false); });
    const button = document.querySelector('[data-take-up]');
    button.hidden = false;
    button.addEventListener('click', () => this.takeUp(/** @type {any} */ (byId('move_move-post')).value));
  }

  /** Both halves of a planned joint post, J01-federal and J01-regional, move together. */
  together({ geometry: { coordinates: [lon, lat] }, properties: { id } }) {
    const [place, party] = id.split('-');
    const halves = this.courseMap.posts.features.filter((other) => {
      const [x, y] = other.geometry.coordinates;
      return party && x === lon && y === lat && other.properties.id.startsWith(`${place}-`);
    });
    return halves.length ? halves.map((half) => half.properties.id) : [id];
  }

  near(point) {
    let found = null;
    let least = NEAR_PX;
    for (const feature of this.courseMap.posts?.features ?? []) {
      if (feature.properties.kind === 'centre') continue;
      const at = this.map.project(feature.geometry.coordinates);
      const away = Math.hypot(at.x - point.x, at.y - point.y);
      if (away <= least) [found, least] = [feature, away];
    }
    return found;
  }

  grab(event) {
    if (this.picking || (event.points?.length ?? 1) > 1) return;
    const feature = this.near(event.point);
    if (!feature) return;
    event.preventDefault();
    this.take(feature);
    this.byPointer = true;
    this.started = event.point;
  }

  take(feature) {
    this.held = { ids: this.together(feature), from: [...feature.geometry.coordinates], at: [...feature.geometry.coordinates] };
    this.moved = false;
    byId('move_move-post').value = this.option(feature.properties.id);
    this.handle.setAttribute('aria-label', fill(_('Post %(post)s: arrow keys move it, Enter leaves it there, Escape puts it back'), { post: feature.properties.id }));
    this.marker.setLngLat(this.held.at).addTo(this.map);
  }

  /** The form names a joint post by its first half. */
  option(id) {
    const options = [...byId('move_move-post').options].map((option) => option.value);
    return options.includes(id) ? id : this.held.ids.find((each) => options.includes(each)) ?? id;
  }

  pull(event) {
    if (!this.held || !this.byPointer) return;
    if (!this.moved && Math.hypot(event.point.x - this.started.x, event.point.y - this.started.y) < 4) return;
    this.shift([event.lngLat.lng, event.lngLat.lat]);
  }

  shift(place) {
    this.moved = true;
    this.held.at = place;
    this.courseMap.shiftPosts(this.held.ids, place);
    this.marker.setLngLat(place);
    byId('move_move-position').value = mgrs(...place);
    this.try();
  }

  drop() {
    if (!this.held || !this.byPointer) return;
    this.byPointer = false;
    if (this.moved) this.letGo(true);
    else {
      this.openForm();
      this.handle.focus();
    }
  }

  openForm() {
    byId('tool-move').open = true;
    byId('move_move-position').value = mgrs(...this.held.at);
  }

  /** @param {string} id */
  takeUp(id) {
    const feature = this.courseMap.posts?.features.find(({ properties }) => properties.id === id);
    if (!feature) {
      this.say(_('This post is withdrawn: have it as the laydown has it first.'));
      return;
    }
    this.take(feature);
    const [lon, lat] = this.held.at;
    if (!this.map.getBounds().contains([lon, lat])) this.map.jumpTo({ center: [lon, lat] });
    this.handle.focus();
  }

  key(event) {
    if (!this.held) return;
    const arrow = ARROWS[event.key];
    if (event.key === 'Enter') {
      event.preventDefault();
      this.letGo(true);
    } else if (arrow) {
      event.preventDefault();
      event.stopPropagation();
      const step = event.shiftKey ? LONG_STEP_PX : STEP_PX;
      const { x, y } = this.map.project(this.held.at);
      const { lng, lat } = this.map.unproject([x + arrow[0] * step, y + arrow[1] * step]);
      this.shift([lng, lat]);
    }
  }

  /** Ask for the picture of the newest place; once it is shown, for the next if the post has moved on. */
  async try() {
    if (this.asking) {
      this.again = true;
      return;
    }
    this.asking = true;
    try {
      do {
        this.again = false;
        const { key } = await this.editor.post(`${this.address}attempt/`, this.form());
        if (this.held) await this.show(key);
      } while (this.again && this.held);
    } catch (error) {
      this.editor.tell(error);
    } finally {
      this.asking = false;
    }
  }

  form() {
    const data = new FormData();
    data.set('move-post', this.held.ids[0]);
    data.set('move-position', text(this.held.at));
    return data;
  }

  /** @param {boolean} there whether it stays where it is */
  async letGo(there) {
    if (!this.held) return;
    const data = this.form();
    const { ids, from } = this.held;
    const stays = there && this.moved;
    this.held = null;
    this.byPointer = false;
    this.marker.remove();
    try {
      if (stays) await this.editor.send(`${this.address}change/move/`, data);
      else if (this.moved) {
        this.courseMap.shiftPosts(ids, from);
        await this.back();
      }
    } catch (error) {
      this.courseMap.shiftPosts(ids, from);
      this.editor.tell(error);
      await this.back();
    }
    document.body.dataset.moved = stays ? ids[0] : '';
  }
}
