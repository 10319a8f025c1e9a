/**
 * The only thing that moves or sounds: an element with `data-alarm` and an id that was not there before.
 *
 * A browser is silent until somebody has pressed a key or clicked in the page; until then the mark alone tells.
 */

const TONES_HZ = [880, 660, 880];
const TONE_S = 0.18;
const SOUND_KEY = 'alarm-sound';
/** @type {AudioContext | null} */
let audio = null;

/** @param {Element[]} raised */
export function alarm(raised) {
  if (raised.length === 0) return;
  for (const element of raised) element.setAttribute('data-rang', ''); // shell.css moves it, unless motion is unwanted
  document.dispatchEvent(new CustomEvent('tansiq:alarm', { detail: raised.map((element) => element.id) }));
  if (localStorage.getItem(SOUND_KEY) !== 'off') sound();
}

function sound() {
  if (!navigator.userActivation?.hasBeenActive) return;
  audio ??= new AudioContext();
  TONES_HZ.forEach((pitch, number) => tone(pitch, audio.currentTime + number * TONE_S));
}

function tone(pitch, at) {
  const source = new OscillatorNode(audio, { frequency: pitch });
  const volume = new GainNode(audio, { gain: 0 });
  volume.gain.setValueAtTime(0.25, at);
  volume.gain.linearRampToValueAtTime(0, at + TONE_S);
  source.connect(volume).connect(audio.destination);
  source.start(at);
  source.stop(at + TONE_S);
}
