/** Working without the server: the service worker, and computing in idle time what the reader may ask for next. */
import { byId } from './dom.js';
import { fetchWhenReady, keyOf, pause, UnreachableError } from './pictures.js';
import { _ } from './words.js';

const REST_MS = 40;
const SETTLE_MS = 2000;
const LEAST_ZOOM = 5;
const TILES_AT_MOST = 220;

/** @param {boolean} on */
export function showLink(on) {
  if (!mayKeep()) return; // a centre's bar tells of its event stream, not of the map's data
  const link = byId('link');
  link.dataset.state = on ? 'on' : 'off';
  link.textContent = on ? _('connected') : _('offline');
}

/** A centre keeps nothing in browsers: the next person at this machine may be of the other party. */
const mayKeep = () => !('now' in document.body.dataset);

/** Register the service worker; resolves when it serves this page, or with false where there can be none. */
export async function keepOffline() {
  if (!mayKeep()) return false;
  if (!('serviceWorker' in navigator)) return false;
  try {
    await navigator.serviceWorker.register('/service-worker.js');
  } catch (error) {
    console.warn('This browser keeps nothing for use without the server.', error);
    return false;
  }
  await navigator.serviceWorker.ready;
  if (!navigator.serviceWorker.controller) {
    await new Promise((resolve) => navigator.serviceWorker.addEventListener('controllerchange', resolve, { once: true }));
  }
  navigator.serviceWorker.controller?.postMessage('keep-page');
  return true;
}

/** Addresses of the terrain tiles that cover the scene, coarse zooms first. */
function* tiles(scene, template) {
  const [west, south, east, north] = scene.tiles_bounds;
  let count = 0;
  for (let zoom = LEAST_ZOOM; zoom <= scene.max_zoom; zoom += 1) {
    const side = 2 ** zoom;
    const column = (lon) => Math.floor(((lon + 180) / 360) * side);
    const row = (lat) => Math.floor((1 - Math.asinh(Math.tan((lat * Math.PI) / 180)) / Math.PI) / 2 * side);
    for (let x = column(west); x <= column(east); x += 1) {
      for (let y = row(north); y <= row(south); y += 1) {
        count += 1;
        if (count > TILES_AT_MOST) return;
        yield template.replace('{z}', zoom).replace('{x}', x).replace('{y}', y);
      }
    }
  }
}

/** Every picture the sliders can ask for, in each window there is, the agreement's other figure kept; and the land. */
function* wanted(scene, addresses) {
  for (const name of ['land', 'places', 'posts', 'seam', 'contours']) yield addresses.layer(name);
  yield addresses.scene;
  const windows = document.querySelectorAll('#controls input[name=window]:not(:disabled)');
  for (const window of Array.from(windows, (each) => each.value)) {
    const { share, respond } = scene.agreed;
    for (const key of new Set([keyOf({ window, share, respond }), ...scene.stops.share.map((stop) => keyOf({ window, share: stop, respond }))])) {
      yield addresses.document(key);
      yield addresses.states(key);
    }
  }
}

/**
 * Fetch one by one, so that what the reader asks for meanwhile comes first. Ends when the server is gone.
 * @param {any} scene @param {any} addresses
 */
export async function keepAhead(scene, addresses) {
  await pause(SETTLE_MS);
  try {
    await keep(wanted(scene, addresses));
    document.body.dataset.kept = 'pictures';
    await keep(tiles(scene, addresses.terrain));
    document.body.dataset.kept = 'all';
  } catch (error) {
    if (!(error instanceof UnreachableError)) throw error;
  }
}

async function keep(addresses) {
  for (const address of addresses) {
    await (await fetchWhenReady(address, { idle: true })).arrayBuffer();
    await pause(REST_MS);
  }
}
