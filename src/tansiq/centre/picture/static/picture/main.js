/** The gap picture's page: one wish at a time, the last one wins, and everything on the page shows the same picture. */
import { Controls } from './controls.js';
import { SharingCurve } from './curve.js';
import { byId, isolated, make } from './dom.js';
import { showFigures } from './figures.js';
import { sayContours, showAcross, showCursor, showLegend, showPosts, showSwitches } from './furniture.js';
import { GapList } from './gaps.js';
import { Ledger } from './ledger.js';
import { PictureMap } from './map.js';
import { keepAhead, keepOffline, showLink } from './offline.js';
import { addresses as addressesOf, fetchWhenReady, keyOf, RefusedError, UnreachableError } from './pictures.js';
import { startClock, startSheet } from './page.js';
import { _, best, fill, figure, language, minutes } from './words.js';

const addresses = addressesOf(document.body.dataset.scene);
const panel = byId('panel');
const status = byId('status');
let asking = new AbortController();
let parts;

const working = ({ done, doing }) => { status.textContent = fill(_('Computing: %(doing)s (%(done)s of 100)'), { doing, done: Math.round(100 * done) }); };

async function load(key, signal) {
  const document_ = await (await fetchWhenReady(addresses.document(key), { signal, onWait: working })).json();
  const states = await (await fetchWhenReady(addresses.states(key), { signal, onWait: working })).blob();
  return { document: document_, statesUrl: addresses.states(key), bitmap: await createImageBitmap(states) };
}

function show(picture) {
  const { document: document_ } = picture;
  showFigures(document_.picture);
  parts.gaps.show(document_);
  parts.ledger.show(document_);
  parts.curve.show(document_.picture);
  showNotes(document_);
  parts.map.draw(picture);
}

function showNotes(document_) {
  const { parameters, inputs, software } = document_.picture;
  byId('notes').replaceChildren(...document_.words[language].warnings.map((text) => make('li', {}, text)));
  const rows = [
    [_('Word takes'), minutes(parameters.share_within_min)],
    [_('Response within'), minutes(parameters.respond_within_min)],
    ...parameters.sectors.filter((sector) => sector.respond_within_min !== null).map((sector) => [fill(_('Response within, %(sector)s'), { sector: best(sector.names) || sector.id }), minutes(sector.respond_within_min)]),
    [_('Posts are trusted for'), fill(_('%(hours)s h after confirmation'), { hours: parameters.stale_after_h })],
    [_('Cell'), fill(_('%(metres)s m'), { metres: parameters.cell_m })],
    ...(document_.picture.unsure_km2 > 0 ? [[_('Elevation missing decides on'), fill(_('%(km2)s km²'), { km2: figure(document_.picture.unsure_km2) })]] : []),
    [_('Made with'), isolated(software)],
    ...inputs.map((input) => [isolated(input.name), isolated(input.sha256.slice(0, 16))]),
  ];
  byId('assumed').replaceChildren(...rows.flatMap(([term, value]) => [make('dt', {}, term), make('dd', {}, value)]));
}

function announce(picture) {
  const km = picture.seam_by_state_km;
  return fill(_('%(held)s of %(total)s km of the seam are held; %(gaps)s gaps.'), { held: figure(km.held + km.held_together), total: figure(picture.seam_km), gaps: picture.gaps.length });
}

/** @param {{window: string, share: number, respond: number}} wish */
async function fulfil(wish) {
  asking.abort();
  asking = new AbortController();
  const { signal } = asking;
  panel.setAttribute('aria-busy', 'true');
  document.body.dataset.key = '';
  try {
    const picture = await load(keyOf(wish), signal);
    if (signal.aborted) return;
    show(picture);
    status.textContent = '';
    byId('announced').textContent = announce(picture.document.picture);
    document.body.dataset.key = keyOf(wish);
    showLink(navigator.onLine);
  } catch (error) {
    if (signal.aborted) return;
    tell(error);
  }
  panel.removeAttribute('aria-busy');
}

function tell(error) {
  if (error instanceof UnreachableError) {
    showLink(false);
    status.textContent = _('Offline: this picture was not computed before. Shown is the last one that was.');
  } else if (error instanceof RefusedError) {
    status.textContent = error.message;
  } else {
    status.textContent = _('The picture could not be shown. Load the page again.');
    throw error;
  }
}

function choose(gap, byReader) {
  parts.map.choose(gap);
  if (gap && byReader) parts.map.zoomTo(gap);
}

/** Go where a measure would be taken, or to the one gap it serves. */
function goTo(measure) {
  if (measure.place) parts.map.flyTo(measure.place);
  else parts.gaps.choose(measure.gaps[0], true);
}

async function open() {
  startClock();
  startSheet();
  status.textContent = _('Opening the ground');
  const scene = await (await fetchWhenReady(addresses.scene, { onWait: working })).json();
  byId('title').textContent = best(scene.title);
  showAcross(scene);
  const map = new PictureMap(scene, addresses);
  parts = { map, gaps: new GapList(choose), ledger: new Ledger(goTo), curve: new SharingCurve() };
  const controls = new Controls(scene, fulfil);
  await map.open();
  showSwitches(map);
  showCursor(map);
  showLegend(scene);
  showPosts(map, scene);
  chooseOnMap(map);
  preparePrint(map);
  await fulfil(controls.wish());
  await map.idle();
  document.body.dataset.ready = '';
  await sayContours(map, addresses.layer('contours'));
  if (await keepOffline()) await keepAhead(scene, addresses);
}

function chooseOnMap(map) {
  map.map.on('click', (event) => {
    const layers = map.map.queryRenderedFeatures(event.point, { layers: ['posts', 'seam', 'gaps-fill'] });
    if (layers.some((feature) => feature.layer.id === 'posts')) return;
    parts.gaps.choose(layers.find((feature) => feature.properties.gap)?.properties.gap ?? '', true);
  });
}

function preparePrint(map) {
  addEventListener('beforeprint', () => { byId('map-print').src = map.snapshot(); });
}

open().catch(tell);
