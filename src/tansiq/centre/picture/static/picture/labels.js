/**
 * Images the map asks for by name: place names, symbols of posts, hatching.
 *
 * A place name is drawn whole on a canvas, because the browser shapes Arabic and Sorani rightly there.
 */
import { direction } from './words.js';
import { symbolCanvas } from './symbols.js';

const RATIO = 2;
const FONT_PX = { 1: 16, 2: 14, 3: 13, 4: 13, 5: 13 };
const FAMILY = 'Vazirmatn, sans-serif';
const THEMES = { light: { ink: '#141a1e', halo: '#ffffff' }, dark: { ink: '#f3f6f7', halo: '#11171b' } };

/** Image name of a place's label: theme, rank, text. @param {string} theme @param {string} nameProperty */
export const labelImage = (theme, nameProperty) =>
  ['concat', 'label|', theme, '|', ['to-string', ['get', 'rank']], '|', ['get', nameProperty]];

export const symbolImage = () =>
  ['concat', 'symbol|', ['get', 'kind'], '|', ['to-string', ['get', 'party']], '|', ['case', ['==', ['get', 'confirmed'], false], 'stale', 'sure']];

/** Load the font first: a label drawn in another one would stay so. */
export async function loadFonts() {
  await Promise.all([document.fonts.load(`600 16px ${FAMILY}`, 'aكێ'), document.fonts.load(`700 16px ${FAMILY}`, 'aكێ')]);
}

/** Make images when the map misses them. @param {any} map */
export function resolveImages(map) {
  map.setMissingStyleImageResolver((name) => {
    const [kind, ...parts] = name.split('|');
    if (kind === 'label') addCanvas(map, name, labelCanvas(parts[0], Number(parts[1]), parts.slice(2).join('|')), RATIO);
    if (kind === 'symbol') addCanvas(map, name, symbolCanvas(parts[0], Number(parts[1]), parts[2] === 'sure', 40), RATIO);
    if (kind === 'hatch') addCanvas(map, name, hatchCanvas(), RATIO);
  });
}

function addCanvas(map, name, canvas, pixelRatio) {
  const data = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  if (!map.hasImage(name)) map.addImage(name, data, { pixelRatio });
}

/** @param {string} theme @param {number} rank @param {string} text */
export function labelCanvas(theme, rank, text) {
  const px = (FONT_PX[rank] ?? 13) * RATIO;
  const font = `${rank <= 2 ? 700 : 600} ${px}px ${FAMILY}`;
  const canvas = document.createElement('canvas');
  let context = canvas.getContext('2d');
  context.font = font;
  const margin = px * 0.35;
  canvas.width = Math.ceil(context.measureText(text).width + 2 * margin) || 1;
  canvas.height = Math.ceil(px * 1.7);
  context = canvas.getContext('2d');
  Object.assign(context, { font, direction, textAlign: 'center', textBaseline: 'middle', lineJoin: 'round' });
  Object.assign(context, { lineWidth: px * 0.3, strokeStyle: THEMES[theme].halo, fillStyle: THEMES[theme].ink });
  context.strokeText(text, canvas.width / 2, canvas.height / 2);
  context.fillText(text, canvas.width / 2, canvas.height / 2);
  return canvas;
}

/** Grey hatching for unknown ground; the tile repeats without a seam. */
export function hatchCanvas() {
  const side = 16;
  const canvas = document.createElement('canvas');
  canvas.width = side;
  canvas.height = side;
  const context = canvas.getContext('2d');
  context.fillStyle = '#d9d9d9';
  context.fillRect(0, 0, side, side);
  context.strokeStyle = '#4a4a4a';
  context.lineWidth = 4;
  for (const shift of [-side, 0, side]) {
    context.beginPath();
    context.moveTo(shift - 2, side + 2);
    context.lineTo(shift + side + 2, -2);
    context.stroke();
  }
  return canvas;
}
