/** The mark in the top bar: whether the page is live, and when the last word came. */

const mark = document.getElementById('link');
let lastWord = null;

export function isLive() {
  lastWord = new Date();
  show('on', globalThis.gettext('live'), globalThis.gettext('Last word from the centre at %(time)s'));
}

/** @param {string} why in words, or empty */
export function isGone(why) {
  const since = lastWord ?? new Date(performance.timeOrigin);
  lastWord = since;
  show('off', globalThis.gettext('not live since %(time)s'), why);
}

function show(state, text, title) {
  if (mark === null) return;
  const fields = { time: clock(lastWord) };
  const words = globalThis.interpolate(text, fields, true);
  mark.dataset.state = state;
  mark.title = globalThis.interpolate(title, fields, true);
  // Written only when it changes: a screen reader would say it again.
  if (mark.textContent !== words) mark.textContent = words;
}

/** Hours and minutes, kept together in the order they have in every language. */
function clock(time) {
  const digits = new Intl.DateTimeFormat('en', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(time);
  return `\u2066${digits}\u2069`;
}
