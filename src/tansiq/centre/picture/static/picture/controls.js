/** Window, sharing time and response time; each change is a wish for a picture. */
import { byId } from './dom.js';
import { minutes } from './words.js';

const SETTLE_MS = 120;

export class Controls {
  /**
   * @param {any} scene
   * @param {(wish: {window: string, share: number, respond: number}) => void} onWish
   */
  constructor(scene, onWish) {
    this.scene = scene;
    this.onWish = onWish;
    this.form = byId('controls');
    this.sliders = { share: byId('share'), respond: byId('respond') };
    // How long word takes as measured between the centres stands in place of the agreement's figure, where it is known.
    this.start = { ...scene.agreed };
    const measured = Number(document.body.dataset.measured ?? NaN);
    if (Number.isInteger(measured)) {
      this.start.share = measured;
      scene.stops.share = [...new Set([...scene.stops.share, measured])].sort((a, b) => a - b);
    }
    for (const name of ['share', 'respond']) this.prepare(name);
    this.form.addEventListener('change', (event) => { if (event.target.name === 'window') this.changed(0); });
    this.form.addEventListener('submit', (event) => event.preventDefault());
    byId('agreed').addEventListener('click', () => this.backToAgreed());
    this.showValues();
  }

  prepare(name) {
    const slider = this.sliders[name];
    slider.max = String(this.scene.stops[name].length - 1);
    slider.value = String(this.scene.stops[name].indexOf(this.start[name]));
    slider.disabled = false;
    slider.addEventListener('input', () => this.changed(SETTLE_MS));
  }

  backToAgreed() {
    for (const name of ['share', 'respond']) this.sliders[name].value = String(this.scene.stops[name].indexOf(this.scene.agreed[name]));
    this.sliders.share.focus();
    this.changed(0);
  }

  /** @returns {{window: string, share: number, respond: number}} */
  wish() {
    const value = (name) => this.scene.stops[name][Number(this.sliders[name].value)];
    return { window: new FormData(this.form).get('window'), share: value('share'), respond: value('respond') };
  }

  showValues() {
    const wish = this.wish();
    for (const name of ['share', 'respond']) {
      const words = minutes(wish[name]);
      byId(`${name}-value`).textContent = words;
      this.sliders[name].setAttribute('aria-valuetext', words);
    }
    const { agreed } = this.scene;
    byId('agreed').hidden = wish.share === agreed.share && wish.respond === agreed.respond;
  }

  changed(wait_ms) {
    this.showValues();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.onWish(this.wish()), wait_ms);
  }
}
