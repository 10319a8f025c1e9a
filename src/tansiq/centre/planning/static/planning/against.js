/** What a course changes in the figures, against the laydown as it stands. */
import { byId } from '../picture/dom.js';
import { _, figure, fill, STATES } from '../picture/words.js';

const NOTHING = 0.05;

/** A change with its sign, in words no reader can take for a figure. @param {number} value */
export function signed(value) {
  if (Math.abs(value) < NOTHING) return '0';
  return `\u2066${value > 0 ? '+' : '\u2212'}${figure(Math.abs(value))}\u2069`;
}

export const held = (km) => km.held + km.held_together;

/** @param {any} picture @param {any} standing */
export function showChanges(picture, standing) {
  for (const state of STATES) {
    const row = document.querySelector(`.states tr[data-state="${state}"]`);
    row.querySelector('.km-change').textContent = signed(picture.seam_by_state_km[state] - standing.seam_by_state_km[state]);
    row.querySelector('.km2-change').textContent = signed(picture.by_state_km2[state] - standing.by_state_km2[state]);
  }
  const km = held(picture.seam_by_state_km) - held(standing.seam_by_state_km);
  const km2 = held(picture.by_state_km2) - held(standing.by_state_km2);
  byId('headline-change').textContent = fill(_('Against the laydown as it stands: %(km)s km of seam held, %(km2)s km² of ground held.'), { km: signed(km), km2: signed(km2) });
  byId('gaps-change').textContent = fill(_('The laydown as it stands has %(count)s gaps.'), { count: standing.gaps.length });
}
