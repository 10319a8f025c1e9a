/** Posts as APP-6 symbols. Both parties are friends: one identity, two fill colours. */
import { PARTY_COLOURS } from './words.js';

// Land units, friend, present: observation, infantry, motorised infantry, command and control (joint).
const ENTITIES = { watch: '121200', 'reaction-foot': '121100', 'reaction-vehicle': '121104', centre: '110000' };
const CENTRE_FILL = '#e9eef0';
const HEADQUARTERS = '2';

/**
 * The symbol of a kind of post.
 * @param {string} kind
 * @param {number} party index of the party, -1 for a centre both man
 * @param {boolean} confirmed a post not confirmed lately is drawn hollow
 * @param {number} size
 * @returns {HTMLCanvasElement}
 */
export function symbolCanvas(kind, party, confirmed, size) {
  const staff = kind === 'centre' ? HEADQUARTERS : '0';
  const code = `100310${confirmed ? '0' : '1'}${staff}00${ENTITIES[kind]}0000`;
  const colour = party < 0 ? CENTRE_FILL : PARTY_COLOURS[party];
  const hollow = !confirmed || party < 0;
  const symbol = new globalThis.ms.Symbol(code, {
    size,
    fillColor: confirmed ? colour : '#ffffff',
    iconColor: hollow ? '#101010' : '#ffffff',
    frameColor: { Friend: confirmed ? '#101010' : colour },
    strokeWidth: 5,
    outlineWidth: 6,
    outlineColor: '#ffffff',
  });
  return symbol.asCanvas(1);
}
