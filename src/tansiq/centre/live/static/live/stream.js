/**
 * Reads the centre's event stream (server-sent events, HTML Standard 9.2).
 *
 * Not by EventSource: that hides signs of life, so a line that died in silence would look alive, and it hides why a
 * stream was refused.
 */

/** A stream that was silent for so long is dead: the server gives a sign of life every 15 s. */
const SILENCE_MS = 40_000;
const LONGEST_PAUSE_MS = 30_000;

/**
 * @typedef {object} Ears what is told of the stream
 * @property {(message: {name: string, data: any, place: number | null}) => void} message
 * @property {(place: number | null) => void} alive at every word, signs of life included
 * @property {(why: string) => void} gone in words; empty if there is nothing to add
 */

/**
 * Follow the stream for ever, coming back after every break where it broke off.
 * @param {string} address
 * @param {number | null} place the last place the page knows of
 * @param {Ears} ears
 * @param {AbortSignal} stop
 */
export async function follow(address, place, ears, stop) {
  const state = { place, retryMs: 3000, failures: 0, over: false };
  while (!stop.aborted && !state.over) {
    const why = await once(address, state, ears, stop);
    if (stop.aborted) return;
    ears.gone(why);
    // Spread, so that a restarted centre is not asked by everybody at once.
    const pauseMs = Math.min(state.retryMs * 2 ** state.failures, LONGEST_PAUSE_MS) * (0.5 + Math.random());
    state.failures += 1;
    if (!state.over) await pause(pauseMs, stop);
  }
}

/** Follow until the stream breaks; tell why, as far as words for it came. */
async function once(address, state, ears, stop) {
  const broken = new AbortController();
  const end = () => broken.abort();
  stop.addEventListener('abort', end);
  let watch = setTimeout(end, SILENCE_MS);
  try {
    const response = await fetch(address, { headers: headersFor(state), cache: 'no-store', redirect: 'error', signal: broken.signal });
    if (!response.ok) return await refusal(response, state);
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    const parse = parser((message) => heard(message, state, ears));
    for (let word = await reader.read(); !word.done; word = await reader.read()) {
      clearTimeout(watch);
      watch = setTimeout(end, SILENCE_MS);
      state.failures = 0;
      parse(word.value);
      if (state.over) break;
      ears.alive(state.place);
    }
    return state.why ?? '';
  } catch (error) {
    if (!(error instanceof TypeError) && error.name !== 'AbortError') throw error;
    return ''; // the network's way to say no
  } finally {
    clearTimeout(watch);
    stop.removeEventListener('abort', end);
    broken.abort();
  }
}

function headersFor(state) {
  const headers = { Accept: 'text/event-stream' };
  if (state.place !== null) headers['Last-Event-ID'] = String(state.place);
  return headers;
}

/** What the server says to a request it does not grant; without a sign-in there is no use in coming back. */
async function refusal(response, state) {
  state.over = response.status === 401;
  const told = response.headers.get('Content-Type')?.startsWith('application/json') ? await response.json() : {};
  return told.error ?? '';
}

function heard(message, state, ears) {
  if (message.retryMs !== null) state.retryMs = message.retryMs;
  if (message.place !== null) state.place = message.place;
  if (message.data === null) return;
  if (message.name === 'ended') {
    state.over = message.data.why === 'signed_out';
    state.why = state.over ? globalThis.gettext('You are signed out. Sign in to follow the centre again.') : '';
  } else {
    ears.message({ name: message.name, data: message.data, place: message.place });
  }
}

/**
 * Cut text into messages, whatever pieces it comes in.
 * @param {(message: {name: string, data: any, place: number | null, retryMs: number | null}) => void} emit
 */
export function parser(emit) {
  let rest = '';
  return (text) => {
    const blocks = (rest + text).split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) emit(read(block));
  };
}

/** One message from its lines. Ours end in a single line feed and hold one line of data. */
function read(block) {
  const fields = new Map(block.split('\n').filter((line) => !line.startsWith(':')).map(split));
  const data = fields.get('data');
  return {
    name: fields.get('event') ?? 'message',
    data: data === undefined ? null : JSON.parse(data),
    place: number(fields.get('id')),
    retryMs: number(fields.get('retry')),
  };
}

/** @returns {[string, string]} */
function split(line) {
  const colon = line.indexOf(':');
  return colon < 0 ? [line, ''] : [line.slice(0, colon), line.slice(colon + 1).replace(/^ /, '')];
}

function number(text) {
  return text !== undefined && /^-?\d+$/.test(text) ? Number(text) : null;
}

function pause(milliseconds, stop) {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    stop.addEventListener('abort', () => { clearTimeout(timer); resolve(undefined); }, { once: true });
  });
}
