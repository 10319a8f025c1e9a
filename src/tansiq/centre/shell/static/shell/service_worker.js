/**
 * Keeps the page working when the server is gone. `RELEASE` is written before this text by the server.
 *
 * Pages: network first, else the copy kept. Everything with a digest in its address: the copy first. The rest: network.
 */
const CACHE = `tansiq-${RELEASE.name}`;
const KEPT_FOR_EVER = /^\/(static|words|at)\//;

self.addEventListener('install', (event) => {
  event.waitUntil(keepShell().then(() => self.skipWaiting()));
});

self.addEventListener('activate', (event) => {
  event.waitUntil(dropOldCaches().then(() => self.clients.claim()));
});

self.addEventListener('fetch', (event) => {
  const address = new URL(event.request.url);
  if (event.request.method !== 'GET' || address.origin !== self.location.origin) return;
  if (event.request.mode === 'navigate') event.respondWith(page(event.request));
  else if (KEPT_FOR_EVER.test(address.pathname)) event.respondWith(keptFirst(event.request));
  else if (address.pathname === '/manifest.webmanifest') event.respondWith(networkFirst(event.request));
});

/** The first visit's page came before this worker; keep it as the reader has it, in the language chosen. */
self.addEventListener('message', (event) => {
  if (event.data === 'keep-page') event.waitUntil(keepPage());
});

async function keepPage() {
  const cache = await caches.open(CACHE);
  const response = await fetch('/');
  if (mayKeep(response)) await cache.put('/', response);
}

/** Without cookies, so that fetching a page in each language does not change the reader's choice. */
async function keepShell() {
  const cache = await caches.open(CACHE);
  await Promise.all(RELEASE.shell.map(async (address) => {
    const response = await fetch(address, { credentials: 'omit', cache: 'no-cache' });
    if (!response.ok) throw new Error(`${address}: ${response.status}`);
    await cache.put(address, response);
  }));
}

async function dropOldCaches() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith('tansiq-') && name !== CACHE).map((name) => caches.delete(name)));
}

/** A page seen last is kept under `/` too, whatever language it was asked for in. */
async function page(request) {
  const cache = await caches.open(CACHE);
  try {
    const response = await fetch(request);
    if (mayKeep(response) && isRoot(request)) await cache.put('/', response.clone());
    return response;
  } catch (error) {
    const kept = (await cache.match(request.url, { ignoreVary: true })) ?? (isRoot(request) ? await cache.match('/', { ignoreVary: true }) : undefined);
    if (!kept) throw error;
    if (isRoot(request)) await cache.put('/', kept.clone());
    return kept;
  }
}

/** Should a centre come to run at this address, its pages say that nobody may keep them. */
function mayKeep(response) {
  return response.ok && !response.redirected && !/no-store/.test(response.headers.get('Cache-Control') ?? '');
}

function isRoot(request) {
  return new URL(request.url).pathname === '/';
}

async function keptFirst(request) {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(request.url, { ignoreVary: true });
  if (kept) return kept;
  const response = await fetch(request);
  if (mayKeep(response)) await cache.put(request.url, response.clone());
  return response;
}

async function networkFirst(request) {
  const cache = await caches.open(CACHE);
  try {
    return await fetch(request);
  } catch (error) {
    const kept = await cache.match(request.url, { ignoreVary: true });
    if (!kept) throw error;
    return kept;
  }
}
