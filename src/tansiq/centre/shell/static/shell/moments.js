/** Moments and ages as the server writes them: date-time groups in zone C (UTC+3), and how long something has lasted. */
const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const ZONE_C_MS = 3 * 3600 * 1000;
const MINUTE_MS = 60_000;
const two = (value) => String(value).padStart(2, '0');

/** @param {Date} moment */
export function dateTimeGroup(moment) {
  const local = new Date(moment.getTime() + ZONE_C_MS);
  const time = `${two(local.getUTCHours())}${two(local.getUTCMinutes())}C`;
  return `${two(local.getUTCDate())} ${time} ${MONTHS[local.getUTCMonth()]} ${two(local.getUTCFullYear() % 100)}`;
}

/** @param {Date} moment */
export function localHours(moment) {
  const local = new Date(moment.getTime() + ZONE_C_MS);
  return `${two(local.getUTCHours())}:${two(local.getUTCMinutes())}`;
}

/** @param {number} age_ms a time to come counts as just now */
export function ageWords(age_ms) {
  const { gettext, interpolate, ngettext } = globalThis;
  const all = Math.max(0, Math.floor(age_ms / MINUTE_MS));
  const hours = Math.floor(all / 60);
  if (hours === 0) return interpolate(ngettext('%(count)s min', '%(count)s min', all), { count: all }, true);
  if (hours < 48) return interpolate(gettext('%(hours)s h %(minutes)s min'), { hours, minutes: all % 60 }, true);
  const days = Math.floor(hours / 24);
  return interpolate(ngettext('%(count)s day', '%(count)s days', days), { count: days }, true);
}

/** How far this machine's clock is behind the server's: the server's counts. */
const behind_ms = Date.parse(document.body.dataset.now ?? '') - Date.now() || 0;

export const serverNow = () => new Date(Date.now() + behind_ms);
