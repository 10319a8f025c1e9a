/** Pictures of a course: one asked for at a time; a newer wish lets go of the older one. */
import { fetchWhenReady } from '../picture/pictures.js';

const KEPT = 12;

export class Pictures {
  /** @param {string} course address of the course */
  constructor(course) {
    this.course = course;
    /** @type {Map<string, any>} */
    this.kept = new Map();
    this.asking = new AbortController();
  }

  /**
   * @param {string} key
   * @param {string} window
   * @param {{quick?: boolean, onWait?: (progress: any) => void}} [options] quick for figures and states alone
   * @returns {Promise<{document: any, statesUrl: string, bitmap: ImageBitmap} | null>} null if a newer wish came
   */
  async get(key, window, { quick = false, ...options } = {}) {
    this.asking.abort();
    this.asking = new AbortController();
    const { signal } = this.asking;
    const name = `${key}-${window}${quick ? '-quick' : ''}`;
    if (this.kept.has(name)) return this.kept.get(name);
    try {
      const picture = await this.load(name, { ...options, signal });
      if (signal.aborted) return null;
      if (!quick) this.keep(name, picture);
      return picture;
    } catch (error) {
      if (signal.aborted) return null;
      throw error;
    }
  }

  async load(name, options) {
    const address = `${this.course}picture/${name}`;
    const document_ = await (await fetchWhenReady(`${address}.json`, options)).json();
    const states = await (await fetchWhenReady(`${address}.png`, options)).blob();
    return { document: document_, statesUrl: `${address}.png`, bitmap: await createImageBitmap(states) };
  }

  keep(name, picture) {
    this.kept.set(name, picture);
    if (this.kept.size > KEPT) this.kept.delete(this.kept.keys().next().value);
  }
}
