/** The frame's clock and ages by the server's time, echoes of entered times, and care for what was typed. */
import { startClocks } from './clocks.js';
import { startEchoes } from './echoes.js';
import { keepTyped } from './typed.js';

/** Menus close by Escape, and when something else is chosen. */
function tendMenus() {
  const open = () => document.querySelectorAll('details.menu[open]');
  document.addEventListener('click', (event) => {
    for (const menu of open()) if (!menu.contains(/** @type {Node} */ (event.target))) menu.removeAttribute('open');
  });
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    for (const menu of open()) {
      menu.removeAttribute('open');
      menu.querySelector('summary')?.focus();
    }
  });
}

/** A demonstration that once ran at this address left a worker and copies of its pages: a centre keeps none. */
async function dropCopies() {
  if ('serviceWorker' in navigator) {
    for (const worker of await navigator.serviceWorker.getRegistrations()) await worker.unregister();
  }
  if ('caches' in globalThis) {
    for (const name of await caches.keys()) if (name.startsWith('tansiq-')) await caches.delete(name);
  }
}

startClocks();
startEchoes();
keepTyped();
tendMenus();
document.querySelector('.faults')?.focus();
dropCopies().catch((error) => console.warn('Copies kept by a demonstration could not be dropped.', error));
