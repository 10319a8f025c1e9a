/** Beside a date and a local time: the date-time group they make, and how long ago or ahead that is. */
import { ageWords, dateTimeGroup, serverNow } from './moments.js';

const ZONE = '+03:00';
const WESTERN = new Map([...'٠١٢٣٤٥٦٧٨٩'].map((digit, value) => [digit, String(value)]).concat([...'۰۱۲۳۴۵۶۷۸۹'].map((digit, value) => [digit, String(value)])));

/** @param {string} text hours and minutes as a person writes them: 0930, 9:30, 930 */
export function hoursOf(text) {
  const western = [...text.trim()].map((letter) => WESTERN.get(letter) ?? letter).join('');
  const found = /^(\d{1,2}):?(\d{2})$/.exec(western);
  return found && Number(found[1]) < 24 && Number(found[2]) < 60 ? `${found[1].padStart(2, '0')}:${found[2]}` : null;
}

function echo(group) {
  const [date, time] = ['date', 'time'].map((part) => group.querySelector(`[data-part="${part}"]`).value);
  const output = group.querySelector('.echo');
  const hours = hoursOf(time);
  const moment = hours && /^\d{4}-\d{2}-\d{2}$/.test(date) ? new Date(`${date}T${hours}${ZONE}`) : null;
  output.replaceChildren();
  if (!moment || Number.isNaN(moment.getTime())) return;
  const away_ms = serverNow().getTime() - moment.getTime();
  const shown = document.createElement('bdi');
  shown.dir = 'ltr';
  shown.textContent = dateTimeGroup(moment);
  const words = away_ms >= 0 ? globalThis.gettext('%(age)s ago') : globalThis.gettext('in %(age)s');
  output.append(shown, ' · ', globalThis.interpolate(words, { age: ageWords(Math.abs(away_ms)) }, true));
}

export function startEchoes() {
  for (const group of document.querySelectorAll('[data-moment]')) {
    group.addEventListener('input', () => echo(group));
    echo(group);
  }
}
