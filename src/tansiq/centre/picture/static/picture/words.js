/** Words and figures in the reader's language. Digits are Western everywhere. */

/** @type {'en' | 'ar' | 'ckb'} */
export const language = /** @type {any} */ (document.documentElement.lang);
export const direction = document.documentElement.dir === 'rtl' ? 'rtl' : 'ltr';

/** @param {string} message */
export const _ = (message) => globalThis.gettext(message);

/**
 * A sentence with named placeholders filled.
 * @param {string} sentence
 * @param {Record<string, string | number>} fields
 */
export const fill = (sentence, fields) => globalThis.interpolate(sentence, fields, true);

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const small = new Intl.NumberFormat('en', { maximumSignificantDigits: 1 });
const oneDecimal = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });

/** At most one decimal below ten, none from there on; null is unknown. @param {number | null} value */
export function figure(value) {
  if (value === null) return _('unknown');
  if (value > 0 && value < 0.1) return small.format(value);
  return value > 0 && value < 10 ? oneDecimal.format(value) : whole.format(value);
}

/** @param {number} count */
export const minutes = (count) => fill(globalThis.ngettext('%(count)s min', '%(count)s min', count), { count });

/** A name in the reader's language, else in one that has it. @param {{en: string, ar: string, ckb: string}} names */
export const best = (names) => names[language] || names.en || names.ar || names.ckb;

/** The names of the states, as in the legend. */
export const stateNames = () => ({
  held: _('held'), held_together: _('held together'), slow: _('slow'), blind: _('blind'), open: _('open'), unknown: _('unknown'),
});

export const STATES = ['held', 'held_together', 'slow', 'blind', 'open', 'unknown'];
export const STATE_COLOURS = {
  held: '#0072B2', held_together: '#56B4E9', slow: '#F0A202', blind: '#D55E00', open: '#8C1C13', unknown: '#8A8A8A',
};
export const PARTY_COLOURS = ['#6A4C93', '#2A9D8F'];
