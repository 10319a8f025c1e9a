/** Asking the server for data, and waiting while it computes. */

export class UnreachableError extends Error {}
export class RefusedError extends Error {}

const ASK_AGAIN_MS = 700;

/** @param {string} scene digest in every address */
export const addresses = (scene) => ({
  scene: `/at/${scene}/scene.json`,
  document: (key) => `/at/${scene}/picture/${key}.json`,
  states: (key) => `/at/${scene}/picture/${key}.png`,
  layer: (name) => `/at/${scene}/layers/${name}.json`,
  terrain: `${location.origin}/at/${scene}/terrain/{z}/{x}/{y}.png`,
});

/** @param {{window: string, share: number, respond: number}} wish */
export const keyOf = (wish) => `${wish.window}-${wish.share}-${wish.respond}`;

/**
 * The response at an address, once the server has it.
 * @param {string} address
 * @param {{signal?: AbortSignal, idle?: boolean, onWait?: (progress: {done: number, doing: string}) => void}} options
 * @returns {Promise<Response>}
 */
export async function fetchWhenReady(address, { signal, idle = false, onWait } = {}) {
  for (;;) {
    const response = await ask(address, signal, idle);
    if (response.status === 200) return response;
    const body = await response.json();
    if (response.status !== 202) throw new RefusedError(body.error ?? String(response.status));
    onWait?.(body);
    await pause(ASK_AGAIN_MS, signal);
  }
}

/** @param {string} address @param {AbortSignal | undefined} signal @param {boolean} idle */
async function ask(address, signal, idle) {
  try {
    return await fetch(address, { signal, headers: idle ? { Purpose: 'prefetch' } : {} });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new UnreachableError(address, { cause: error });
  }
}

/** @param {number} ms @param {AbortSignal} [signal] */
export function pause(ms, signal) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal?.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });
}
