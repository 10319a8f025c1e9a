/** A centre keeps no page in a browser. Where a demonstration left a worker at this address, this one takes its place and goes. */
self.addEventListener('install', () => self.skipWaiting());

self.addEventListener('activate', (event) => {
  event.waitUntil(leave());
});

async function leave() {
  for (const name of await caches.keys()) if (name.startsWith('tansiq-')) await caches.delete(name);
  await self.registration.unregister();
}
