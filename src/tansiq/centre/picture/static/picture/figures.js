/** The headline figures: seam held, and seam and ground by state. */
import { byId, make } from './dom.js';
import { _, figure, fill, STATES } from './words.js';

/** @param {any} picture */
export function showFigures(picture) {
  const km = picture.seam_by_state_km;
  const held = km.held + km.held_together;
  if (picture.seam_km > 0) sayHeld(held, picture.seam_km);
  else byId('headline').textContent = _('No seam was given.');
  showStack(km);
  for (const state of STATES) {
    const row = document.querySelector(`.states tr[data-state="${state}"]`);
    row.querySelector('.km').textContent = figure(km[state]);
    row.querySelector('.km2').textContent = figure(picture.by_state_km2[state]);
  }
  byId('total-km').textContent = figure(picture.seam_km);
  byId('total-km2').textContent = figure(picture.area_km2);
}

function sayHeld(held, total) {
  const share = Math.floor((100 * held) / total);
  byId('headline').replaceChildren(
    fill(_('%(held)s of %(total)s km'), { held: figure(held), total: figure(total) }),
    ' ', make('small', {}, fill(_('(%(share)s in a hundred)'), { share })));
}

function showStack(km) {
  byId('stack').replaceChildren(...STATES.filter((state) => km[state] > 0).map((state) => {
    const part = make('i', { data: { state } });
    part.style.flexGrow = String(km[state]);
    return part;
  }));
}
