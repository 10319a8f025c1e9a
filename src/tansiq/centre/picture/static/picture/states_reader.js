/** Which state the ground under a position has, read from the picture of states itself. */
import { STATE_COLOURS } from './words.js';

const BY_COLOUR = new Map(Object.entries(STATE_COLOURS).map(([state, colour]) => [parseInt(colour.slice(1), 16), state]));
const mercatorY = (lat) => Math.asinh(Math.tan((lat * Math.PI) / 180));

export class StatesReader {
  /** @param {ImageBitmap} bitmap @param {number[][]} corners longitude, latitude from the north-west, clockwise */
  read(bitmap, corners) {
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
    this.context = canvas.getContext('2d', { willReadFrequently: true });
    this.context.drawImage(bitmap, 0, 0);
    this.corners = corners;
  }

  /** @param {number} lon @param {number} lat @returns {string | null} null outside the area */
  at(lon, lat) {
    if (!this.context) return null;
    const { width, height } = this.context.canvas;
    const [[west, north], , [east, south]] = this.corners;
    const column = Math.floor(((lon - west) / (east - west)) * width);
    const row = Math.floor(((mercatorY(north) - mercatorY(lat)) / (mercatorY(north) - mercatorY(south))) * height);
    if (column < 0 || row < 0 || column >= width || row >= height) return null;
    const [red, green, blue, alpha] = this.context.getImageData(column, row, 1, 1).data;
    return alpha === 0 ? null : BY_COLOUR.get((red << 16) | (green << 8) | blue) ?? null;
  }
}
