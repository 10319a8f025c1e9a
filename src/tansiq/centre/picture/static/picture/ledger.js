/** The remedy ledger as horizontal bars, greatest first, and as a table. */
import { byId, fillTable, make } from './dom.js';
import { _, figure, fill, language } from './words.js';

const SHOWN_AT_FIRST = 8;

export class Ledger {
  /** @param {(measure: any) => void} onChoose */
  constructor(onChoose) {
    this.onChoose = onChoose;
    this.list = byId('ledger');
    this.more = byId('more-measures');
    this.all = false;
    this.more.addEventListener('click', () => {
      this.all = !this.all;
      this.showEnough();
    });
  }

  /** @param {any} document_ */
  show(document_) {
    const words = document_.words[language].ledger;
    const measures = [...document_.picture.ledger].sort((a, b) => b.km2 - a.km2 || b.seam_km - a.seam_km);
    const most = Math.max(...measures.map((measure) => measure.km2), 1e-9);
    this.list.replaceChildren(...measures.map((measure) => bar(measure, words[measure.id], most, this.onChoose)));
    if (!measures.length) this.list.replaceChildren(make('li', { className: 'hint' }, _('No measure examined would hold more ground.')));
    fillTable(byId('ledger-table'),
      [_('Measure'), _('Ground, km²'), _('Seam, km'), _('Residents'), _('After those above: km²'), _('After those above: km')],
      measures.map((m) => [words[m.id], figure(m.km2), figure(m.seam_km), people(m.residents), figure(m.then_km2), figure(m.then_seam_km)]));
    this.showEnough();
  }

  showEnough() {
    const items = [...this.list.querySelectorAll('.measure')];
    items.forEach((item, index) => { item.hidden = !this.all && index >= SHOWN_AT_FIRST; });
    this.more.hidden = items.length <= SHOWN_AT_FIRST;
    this.more.textContent = this.all ? _('Show fewer measures') : fill(_('Show all %(count)s measures'), { count: items.length });
  }
}

const people = (count) => (count === null ? _('unknown') : count.toLocaleString('en'));

function bar(measure, label, most, onChoose) {
  const filled = make('i');
  filled.style.inlineSize = `${(100 * measure.km2) / most}%`;
  const somewhere = measure.place || measure.gaps.length === 1;
  const name = somewhere ? make('button', { type: 'button', className: 'go', onclick: () => onChoose(measure) }, label) : make('b', {}, label);
  return make('li', { className: 'measure' },
    name, make('span', { className: 'value' }, fill(_('%(km2)s km²'), { km2: figure(measure.km2) })),
    make('span', { className: 'track', aria: { hidden: 'true' } }, filled),
    make('span', { className: 'also' }, fill(_('seam %(km)s km · residents: %(people)s'), { km: figure(measure.seam_km), people: people(measure.residents) })));
}
