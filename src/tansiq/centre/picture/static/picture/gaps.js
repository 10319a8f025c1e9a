/** The list of gaps: most residents first, then longest; one at a time explains itself. */
import { byId, make } from './dom.js';
import { _, figure, fill, language, stateNames, STATES } from './words.js';

const SHOWN_AT_FIRST = 10;

export class GapList {
  /** @param {(gap: string, byReader: boolean) => void} onChoose empty string when the reader closes a gap */
  constructor(onChoose) {
    this.onChoose = onChoose;
    this.list = byId('gaps');
    this.more = byId('more-gaps');
    this.all = false;
    this.chosen = '';
    this.more.addEventListener('click', () => {
      this.all = !this.all;
      this.showEnough();
    });
  }

  /** @param {any} document_ */
  show(document_) {
    const words = document_.words[language].gaps;
    const byKey = new Map(document_.picture.gaps.map((gap) => [gap.id, gap]));
    this.order = document_.order;
    byId('gaps-count').textContent = String(this.order.length);
    const focused = document.activeElement?.closest('.gap')?.dataset.gap;
    this.list.replaceChildren(...this.order.map((id) => this.item(byKey.get(id), words[id])));
    if (!this.order.length) this.list.replaceChildren(make('li', {}, _('No gap: every kilometre of the seam is held.')));
    this.showEnough();
    this.choose(byKey.has(this.chosen) ? this.chosen : '', false);
    if (focused) this.list.querySelector(`[data-gap="${CSS.escape(focused)}"] button`)?.focus();
  }

  item(gap, words) {
    const why = make('div', { className: 'why', id: `why-${gap.id}`, hidden: true }, make('p', { className: 'sentence' }, words.sentence), this.parts(gap));
    const near = words.places ? make('span', { className: 'where' }, fill(_('at %(places)s'), { places: words.places })) : '';
    const button = make('button', { type: 'button', aria: { expanded: 'false', controls: why.id }, onclick: () => this.choose(this.chosen === gap.id ? '' : gap.id, true) },
      edge(gap), make('span', { className: 'name' }, words.title, near),
      make('span', { className: 'size' }, make('b', {}, words.length), make('span', { className: 'ground' }, words.residents)));
    return make('li', { className: 'gap', data: { gap: gap.id } }, button, why);
  }

  parts(gap) {
    const names = stateNames();
    const states = STATES.filter((state) => gap.state_km2[state] > 0)
      .map((state) => make('span', {}, fill(_('%(state)s %(km2)s km²'), { state: names[state], km2: figure(gap.state_km2[state]) })));
    const incidents = gap.incidents_last_year === null ? [] : [make('span', {}, fill(_('incidents in the last year: %(count)s'), { count: gap.incidents_last_year }))];
    return make('p', { className: 'parts' }, ...states, ...incidents);
  }

  showEnough() {
    const items = [...this.list.querySelectorAll('.gap')];
    items.forEach((item, index) => { item.hidden = !this.all && index >= SHOWN_AT_FIRST; });
    this.more.hidden = items.length <= SHOWN_AT_FIRST;
    this.more.textContent = this.all ? _('Show fewer gaps') : fill(_('Show all %(count)s gaps'), { count: items.length });
  }

  /** @param {string} gap @param {boolean} byReader */
  choose(gap, byReader) {
    this.chosen = gap;
    for (const item of this.list.querySelectorAll('.gap')) {
      const mine = item.dataset.gap === gap;
      if (mine) item.dataset.chosen = '';
      else delete item.dataset.chosen;
      item.querySelector('button').setAttribute('aria-expanded', String(mine));
      item.querySelector('.why').hidden = !mine;
      if (mine && item.hidden) {
        this.all = true;
        this.showEnough();
      }
      if (mine && byReader) item.scrollIntoView({ block: 'nearest' });
    }
    this.onChoose(gap, byReader);
  }
}

function edge(gap) {
  const parts = STATES.filter((state) => gap.state_km[state] > 0).map((state) => {
    const part = make('i', { data: { state } });
    part.style.flexGrow = String(gap.state_km[state]);
    return part;
  });
  return make('span', { className: 'edge', aria: { hidden: 'true' } }, ...parts);
}
