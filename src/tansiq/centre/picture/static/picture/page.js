/** The clock in the bar, and the panel as a sheet on a phone. */
import { byId } from './dom.js';

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const ZONE_C_MS = 3 * 3600 * 1000;
const two = (value) => String(value).padStart(2, '0');

/** A moment as a date-time group in zone C. @param {Date} moment */
export function dateTimeGroup(moment) {
  const local = new Date(moment.getTime() + ZONE_C_MS);
  const time = `${two(local.getUTCHours())}${two(local.getUTCMinutes())}C`;
  return `${two(local.getUTCDate())} ${time} ${MONTHS[local.getUTCMonth()]} ${two(local.getUTCFullYear() % 100)}`;
}

/** A centre's frame has a clock of its own, by the server's time. */
export function startClock() {
  if ('now' in document.body.dataset) return;
  const tick = () => { byId('clock').textContent = dateTimeGroup(new Date()); };
  tick();
  setInterval(tick, 10_000);
}

export function startSheet() {
  const [handle, panel] = [byId('handle'), byId('panel')];
  handle.addEventListener('click', () => {
    const tall = !('tall' in panel.dataset);
    if (tall) panel.dataset.tall = '';
    else delete panel.dataset.tall;
    handle.setAttribute('aria-expanded', String(tall));
  });
}
