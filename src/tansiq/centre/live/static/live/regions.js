/**
 * Fetches again the parts of a page that an entry touches: elements with an id, `data-live="topic,..."` and
 * `data-live-url`; and those whose time has come, `data-renew-at`: what time alone turns into an alarm, no entry tells of.
 * A page shown as of a past time has none that change.
 */
import { serverNow } from '../shell/moments.js';
import { alarm } from './alarm.js';
import { morph } from './morph.js';

/** Not more often than this per region. */
const REST_MS = 1000;
/** The more pages listen, the further apart they ask: a page takes the centre some 25 ms, and others are at work too. */
const SPREAD_EACH_MS = 60;
const SPREAD_MIN_MS = 300;
const SPREAD_MAX_MS = 8000;
/** What could not be fetched is asked for again after so long. */
const AGAIN_MS = 15_000;
let spreadMs = SPREAD_MIN_MS;

/** @param {number} listening how many pages listen */
export function setPace(listening) {
  spreadMs = Math.min(Math.max(listening * SPREAD_EACH_MS, SPREAD_MIN_MS), SPREAD_MAX_MS);
}

/** @type {Map<string, {again: boolean}>} by id, since the element itself may be replaced */
const busy = new Map();

/** @param {Set<string> | null} topics those touched; null for all */
export function refresh(topics) {
  if (document.body.dataset.asOf) return;
  for (const region of document.querySelectorAll('[data-live][data-live-url][id]')) {
    const own = /** @type {HTMLElement} */ (region).dataset.live.split(',').map((topic) => topic.trim());
    if (topics === null || own.some((topic) => topics.has(topic))) ask(region.id);
  }
}

/** Fetches what is due by the clock; the fetched part says when it is due next. */
export function followClock() {
  setInterval(() => {
    if (document.body.dataset.asOf) return;
    for (const region of document.querySelectorAll('[data-renew-at][data-live-url][id]')) {
      if (Date.parse(/** @type {HTMLElement} */ (region).dataset.renewAt) > serverNow().getTime()) continue;
      region.removeAttribute('data-renew-at');
      ask(region.id);
    }
  }, REST_MS);
}

/** One fetch at a time for each region; what came meanwhile is one more fetch. */
async function ask(id) {
  const running = busy.get(id);
  if (running) {
    running.again = true;
    return;
  }
  const work = { again: true };
  busy.set(id, work);
  try {
    while (work.again) {
      work.again = false;
      await wait(Math.random() * spreadMs);
      await renew(id);
      await wait(REST_MS);
    }
  } finally {
    busy.delete(id);
  }
}

async function renew(id) {
  const region = document.getElementById(id);
  if (region === null) return;
  const fresh = await fetched(region, id);
  region.toggleAttribute('data-stale', fresh === null);
  if (fresh === null) {
    if (region.dataset.live) region.dataset.renewAt = new Date(serverNow().getTime() + AGAIN_MS).toISOString();
    return;
  }
  const alarms = alarmsIn(region);
  morph(region, fresh);
  region.dispatchEvent(new CustomEvent('tansiq:renewed', { bubbles: true }));
  alarm([...region.querySelectorAll('[data-alarm][id]')].filter((element) => !alarms.has(element.id)));
}

const alarmsIn = (region) => new Set([...region.querySelectorAll('[data-alarm][id]')].map((element) => element.id));

/** The region as the server has it now; null if it cannot be had, whereupon the old one is marked stale. */
async function fetched(region, id) {
  const address = new URL(region.dataset.liveUrl, location.href);
  address.searchParams.set('fragment', id);
  try {
    const response = await fetch(address, { headers: { 'X-Fragment': id }, cache: 'no-store', redirect: 'error' });
    if (!response.ok) return null;
    return new DOMParser().parseFromString(await response.text(), 'text/html').getElementById(id);
  } catch (error) {
    if (error instanceof TypeError) return null; // no answer
    throw error;
  }
}

const wait = (milliseconds) => new Promise((resolve) => { setTimeout(resolve, milliseconds); });
