/** Two courses on one map, with a divider between them: dragged, or moved by the slider below. */
import { byId } from '../picture/dom.js';
import { CourseMap } from './course_map.js';

const EMPTY = { type: 'FeatureCollection', features: [] };
const NOTHING = { moves: EMPTY, areas: EMPTY, checkpoints: EMPTY };

export class Swipe {
  /** @param {any} scene @param {any} addresses */
  constructor(scene, addresses) {
    this.under = new CourseMap(scene, addresses, 'map');
    this.over = new CourseMap(scene, addresses, 'map-over');
    this.slider = byId('swipe-at');
    this.sides = [byId('side-left'), byId('side-right')];
  }

  async open() {
    await this.under.open();
    await this.over.open();
    this.together();
    this.slider.addEventListener('input', () => this.divide());
    for (const side of this.sides) side.addEventListener('change', () => this.draw());
    const divider = byId('divider');
    divider.addEventListener('pointerdown', (event) => {
      divider.setPointerCapture(event.pointerId);
      divider.onpointermove = (move) => this.divideAt(move.clientX);
    });
    for (const name of ['pointerup', 'pointercancel']) divider.addEventListener(name, () => { divider.onpointermove = null; });
    this.divide();
  }

  /** Both maps show the same ground. */
  together() {
    let following = false;
    for (const [one, other] of [[this.under.map, this.over.map], [this.over.map, this.under.map]]) {
      one.on('move', () => {
        if (following) return;
        following = true;
        other.jumpTo({ center: one.getCenter(), zoom: one.getZoom() });
        following = false;
      });
    }
  }

  divideAt(x) {
    const { left, width } = byId('swipe').getBoundingClientRect();
    this.slider.value = String(Math.round((100 * (x - left)) / width));
    this.divide();
  }

  divide() {
    const at = Number(this.slider.value);
    byId('map-over').style.clipPath = `inset(0 0 0 ${at}%)`;
    byId('divider').style.left = `${at}%`;
  }

  /** @param {any[]} pictures the laydown's as it stands, then each course's */
  show(pictures) {
    this.pictures = pictures;
    this.draw();
  }

  draw() {
    if (!this.pictures) return;
    for (const [map, side] of [[this.under, this.sides[0]], [this.over, this.sides[1]]]) {
      const number = Number(side.value);
      const overlay = byId(`overlay-${number}`);
      map.layOver(overlay ? JSON.parse(overlay.textContent) : NOTHING);
      map.draw(this.pictures[number]);
    }
  }

  async idle() {
    await Promise.all([this.under.idle(), this.over.idle()]);
  }
}
