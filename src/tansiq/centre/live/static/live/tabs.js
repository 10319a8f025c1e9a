/**
 * One stream for all tabs: a browser opens six connections to a site at most, and each stream holds one for good.
 *
 * The tab that holds a lock follows the centre and passes everything on; when it closes, the next one takes over where
 * its own words ended. Locks exist only on secure addresses (and on this machine); elsewhere each tab follows by itself.
 */
import { follow } from './stream.js';

/**
 * @param {string} address
 * @param {number | null} place
 * @param {import('./stream.js').Ears} ears
 * @param {string} account tabs of another sign-in do not share
 */
export function followTogether(address, place, ears, account) {
  const stop = new AbortController();
  addEventListener('pagehide', () => stop.abort());
  if (!navigator.locks || !globalThis.BroadcastChannel) {
    follow(address, place, ears, stop.signal);
    return;
  }
  const channel = new BroadcastChannel(`tansiq-live-${account}`);
  const known = { place, leads: false, last: null };
  channel.onmessage = ({ data }) => (data.ask ? answer(channel, known) : pass(data, known, ears));
  const lead = () => {
    known.leads = true;
    return follow(address, known.place, spoken(channel, known, ears), stop.signal);
  };
  navigator.locks.request(`tansiq-live-${account}`, { signal: stop.signal }, lead).catch((error) => {
    if (error.name !== 'AbortError') throw error;
  });
  channel.postMessage({ ask: true });
  // A tab that slept may have been told nothing meanwhile.
  document.addEventListener('visibilitychange', () => { if (!document.hidden) channel.postMessage({ ask: true }); });
}

/** The leader's ears: hear, and tell the other tabs. */
function spoken(channel, known, ears) {
  const tell = (word) => { known.last = word; channel.postMessage(word); pass(word, known, ears); };
  return {
    message: (message) => tell({ message }),
    alive: (place) => tell({ alive: place }),
    gone: (why) => tell({ gone: why }),
  };
}

function answer(channel, known) {
  if (!known.leads || known.last === null) return;
  channel.postMessage('gone' in known.last ? known.last : { alive: known.place });
}

/** Hear one word, from the stream or from the tab that leads. */
function pass(word, known, ears) {
  if ('gone' in word) {
    ears.gone(word.gone);
  } else if ('message' in word) {
    known.place = word.message.place ?? known.place;
    ears.message(word.message);
  } else {
    // Further than this tab was told: it missed something.
    if (!known.leads && known.place !== null && word.alive > known.place) ears.message({ name: 'missed', data: {}, place: word.alive });
    known.place = word.alive ?? known.place;
    ears.alive(word.alive);
  }
}
