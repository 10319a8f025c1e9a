/** The seam by state, one bar for each course, all on one scale; how much is held stands beside it. */
import { make } from '../picture/dom.js';
import { _, figure, fill, stateNames, STATES } from '../picture/words.js';
import { held } from './against.js';

/** @param {HTMLElement} place @param {{name: string, picture: any}[]} columns */
export function showBars(place, columns) {
  const names = stateNames();
  place.replaceChildren(...columns.map(({ name, picture }) => {
    const km = picture.seam_by_state_km;
    const parts = STATES.filter((state) => km[state] > 0).map((state) => {
      const part = make('i', { data: { state }, title: fill(_('%(state)s: %(km)s km'), { state: names[state], km: figure(km[state]) }) });
      part.style.flexGrow = String(km[state]);
      return part;
    });
    const said = fill(_('%(held)s of %(total)s km held'), { held: figure(held(km)), total: figure(picture.seam_km) });
    return make('div', { className: 'bar-of' }, make('p', {}, make('bdi', {}, name), ' ', make('strong', {}, said)), make('div', { className: 'stack', aria: { hidden: 'true' } }, ...parts));
  }));
}
