/** The page of one course of action: the map and the panel always show the same picture, the newest that was wished for. */
import { SharingCurve } from '../picture/curve.js';
import { byId, make } from '../picture/dom.js';
import { showFigures } from '../picture/figures.js';
import { sayContours, showAcross, showCursor, showLegend, showSwitches } from '../picture/furniture.js';
import { GapList } from '../picture/gaps.js';
import { startSheet } from '../picture/page.js';
import { addresses as addressesOf, fetchWhenReady, RefusedError, UnreachableError } from '../picture/pictures.js';
import { _, fill, figure, language } from '../picture/words.js';
import { showChanges } from './against.js';
import { CourseMap } from './course_map.js';
import { Dragging } from './dragging.js';
import { Editing } from './editing.js';
import { startPicking } from './picking.js';
import { Pictures } from './pictures.js';

const { scene: sceneKey, course, standing, standingCourse } = document.body.dataset;
const editing = 'editing' in document.body.dataset;
const panel = byId('panel');
const status = byId('status');
const addresses = addressesOf(sceneKey);
let parts;
let shownWindow = 'day';

export const say = (text) => { status.textContent = text; };
const working = ({ done, doing }) => say(fill(_('Computing: %(doing)s (%(done)s of 100)'), { doing, done: Math.round(100 * done) }));

/** The digest of what stands in the panel now. */
const keyNow = () => byId('draft').dataset.key;

function show(picture) {
  const { document: document_ } = picture;
  showFigures(document_.picture);
  parts.map.draw(picture);
  if (picture.quick) return;
  parts.gaps.show(document_);
  parts.curve.show(document_.picture);
  byId('notes').replaceChildren(...document_.words[language].warnings.map((text) => make('li', {}, text)));
}

async function showStanding() {
  const against = await parts.standing.get(standing, shownWindow, { onWait: working });
  if (against && parts.shown) showChanges(parts.shown.document.picture, against.document.picture);
}

/**
 * Show the picture of a digest; a later call overtakes an earlier one.
 * @param {string} key
 * @param {{quick?: boolean}} [how] quick while a post is dragged: what takes long to lay out stays as it was
 */
export async function fulfil(key, { quick = false } = {}) {
  panel.setAttribute('aria-busy', String(!quick));
  try {
    const picture = await parts.pictures.get(key, shownWindow, { quick, onWait: quick ? undefined : working });
    if (!picture) return;
    parts.shown = picture;
    show({ ...picture, quick });
    say('');
    document.body.dataset.key = `${key}-${shownWindow}`;
    if (!quick) byId('announced').textContent = announce(picture.document.picture);
    await showStanding();
  } catch (error) {
    tell(error);
  }
  panel.removeAttribute('aria-busy');
}

function announce(picture) {
  const km = picture.seam_by_state_km;
  return fill(_('%(held)s of %(total)s km of the seam are held; %(gaps)s gaps.'), { held: figure(km.held + km.held_together), total: figure(picture.seam_km), gaps: picture.gaps.length });
}

/** @param {unknown} error */
export function tell(error) {
  if (error instanceof UnreachableError) say(_('The centre does not answer. What is shown was computed before.'));
  else if (error instanceof RefusedError) say(error.message);
  else {
    say(_('The picture could not be shown. Load the page again.'));
    throw error;
  }
}

function choose(gap, byReader) {
  parts.map.choose(gap);
  if (gap && byReader) parts.map.zoomTo(gap);
}

async function open() {
  startSheet();
  say(_('Opening the ground'));
  const scene = await (await fetchWhenReady(addresses.scene, { onWait: working })).json();
  showAcross(scene);
  const map = new CourseMap(scene, addresses);
  parts = { map, gaps: new GapList(choose), curve: new SharingCurve(), pictures: new Pictures(course), standing: new Pictures(standingCourse), shown: null };
  await map.open();
  showSwitches(map);
  showCursor(map);
  showLegend(scene);
  layOver(map);
  byId('jobs').addEventListener('tansiq:renewed', () => layOver(map));
  byId('controls').addEventListener('change', (event) => { shownWindow = event.target.value; fulfil(keyNow()); });
  if (editing) startEditing(map);
  await fulfil(keyNow());
  await map.idle();
  document.body.dataset.ready = '';
  await sayContours(map, addresses.layer('contours'));
}

/** What the course lays over the map, and what computations found, as the page says now. */
function layOver(map) {
  map.layOver(JSON.parse(byId('overlay').textContent));
  map.layFound(JSON.parse(byId('job-shapes').textContent));
}

function startEditing(map) {
  const editor = new Editing({ say, tell, changed: (key) => { layOver(map); return fulfil(key); } });
  const dragging = new Dragging(map, { address: course, editor, show: (key) => fulfil(key, { quick: true }), back: () => fulfil(keyNow()), say });
  startPicking(map, { say, dragging });
}

open().catch(tell);
