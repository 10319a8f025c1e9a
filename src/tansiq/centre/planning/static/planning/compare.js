/** Courses side by side: table, bars, sharing curves, and two of them on one map. */
import { byId } from '../picture/dom.js';
import { showAcross } from '../picture/furniture.js';
import { addresses as addressesOf, fetchWhenReady, RefusedError, UnreachableError } from '../picture/pictures.js';
import { _, fill, figure, STATES } from '../picture/words.js';
import { held } from './against.js';
import { showBars } from './bars.js';
import { SharingCurves } from './curves.js';
import { Pictures } from './pictures.js';
import { Swipe } from './swipe.js';

const addresses = addressesOf(document.body.dataset.scene);
const columns = Array.from(document.querySelectorAll('[data-column]'), (head) => ({
  number: Number(head.dataset.column), key: head.dataset.key, name: (head.querySelector('a') ?? head).textContent.trim(), pictures: new Pictures(head.dataset.course),
}));
let swipe;
let curves;
let turn = 0;

const say = (text) => { byId('status').textContent = text; };

function residents(gaps) {
  const known = gaps.filter((gap) => gap.residents !== null);
  const people = known.reduce((sum, gap) => sum + gap.residents, 0).toLocaleString('en');
  return known.length === gaps.length ? people : fill(_('%(people)s, unknown in %(count)s gaps'), { people, count: gaps.length - known.length });
}

function show({ number }, picture) {
  const cell = (name) => document.querySelector(`tr[data-figure="${name}"]`).cells[number + 1];
  cell('held_km').textContent = figure(held(picture.seam_by_state_km));
  cell('held_km2').textContent = figure(held(picture.by_state_km2));
  for (const state of STATES) {
    cell(`km ${state}`).textContent = figure(picture.seam_by_state_km[state]);
    cell(`km2 ${state}`).textContent = figure(picture.by_state_km2[state]);
  }
  cell('gaps').textContent = String(picture.gaps.length);
  cell('residents').textContent = residents(picture.gaps);
}

async function load(window) {
  turn += 1;
  const mine = turn;
  document.body.removeAttribute('data-compared');
  const found = await Promise.all(columns.map(async (column) => {
    const picture = await column.pictures.get(column.key, window, { onWait: ({ doing }) => say(doing) });
    if (picture && mine === turn) show(column, picture.document.picture);
    return picture;
  }));
  if (mine !== turn || found.some((picture) => !picture)) return;
  say('');
  const named = columns.map((column, index) => ({ ...column, picture: found[index].document.picture }));
  showBars(byId('bars'), named);
  curves.show(named);
  swipe.show(found);
  await swipe.idle();
  document.body.dataset.compared = window;
}

function tell(error) {
  if (error instanceof UnreachableError) say(_('The centre does not answer. What is shown was computed before.'));
  else if (error instanceof RefusedError) say(error.message);
  else {
    say(_('The picture could not be shown. Load the page again.'));
    throw error;
  }
}

async function open() {
  say(_('Opening the ground'));
  const scene = await (await fetchWhenReady(addresses.scene, { onWait: ({ doing }) => say(doing) })).json();
  showAcross(scene);
  curves = new SharingCurves(byId('curves'));
  swipe = new Swipe(scene, addresses);
  await swipe.open();
  byId('controls').addEventListener('change', (event) => load(event.target.value).catch(tell));
  await load('day');
}

open().catch(tell);
