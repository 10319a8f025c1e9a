/**
 * Follows the centre: tells the page what was entered (`tansiq:entered` on the document), renews the regions it
 * touches, and marks in the top bar whether the page is live. Without it every page is complete, only not live.
 *
 * `#link` says where: data-stream (address), data-place (the last entry this page knows of), data-account.
 */
import { isGone, isLive } from './link.js';
import { followClock, refresh, setPace } from './regions.js';
import { followTogether } from './tabs.js';

const ears = {
  message({ name, data, place }) {
    if (name === 'entered') {
      document.dispatchEvent(new CustomEvent('tansiq:entered', { detail: { ...data, place } }));
      refresh(new Set(['entered', ...data.topics]));
    } else if (name === 'pace') {
      setPace(data.listening);
    } else if (name === 'missed') {
      document.dispatchEvent(new CustomEvent('tansiq:missed', { detail: { place } }));
      refresh(null);
    }
    isLive();
  },
  alive: () => isLive(),
  gone: (why) => isGone(why),
};

const link = document.getElementById('link');
if (link?.dataset.stream) {
  followClock();
  const place = link.dataset.place;
  followTogether(link.dataset.stream, /^-?\d+$/.test(place ?? '') ? Number(place) : null, ears, link.dataset.account ?? '');
  addEventListener('pageshow', (event) => { if (event.persisted) location.reload(); }); // the page as it was, hours ago
}
