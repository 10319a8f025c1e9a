/** The clock in the bar, and every age on the page. Neither runs on a page of the past. */
import { ageWords, dateTimeGroup, localHours, serverNow } from './moments.js';

const EVERY_MS = 5000;

function tick() {
  const now = serverNow();
  set(document.getElementById('clock'), dateTimeGroup(now));
  set(document.getElementById('local-clock'), globalThis.interpolate(globalThis.gettext('%(time)s local'), { time: localHours(now) }, true));
  if (document.body.dataset.asOf) return;
  for (const age of document.querySelectorAll('time.age')) set(age, ageWords(now.getTime() - Date.parse(age.getAttribute('datetime'))));
}

/** Only when it changes, so that nothing is announced for nothing. */
function set(element, text) {
  if (element && element.textContent !== text) element.textContent = text;
}

export function startClocks() {
  tick();
  setInterval(tick, EVERY_MS);
}
