/**
 * Notices that the device may have slept, or that the network may be another one.
 *
 * @module
 */

/** How often the clock is looked at, and by how much it is ahead after a sleep. */
const LOOK_MS = 5000;
const JUMP_MS = 3000;

/** Calls `wake` when a connection may have died unnoticed, or can be made again. Returns a function that ends it. */
export function onWake(wake: () => void): () => void {
  const ended = new AbortController();
  const { signal } = ended;
  // Not everywhere, whatever the types say: workers have no document, and Node has neither.
  const { document, addEventListener } = globalThis as Partial<
    Pick<typeof globalThis, 'document' | 'addEventListener'>
  >;
  for (const event of ['online', 'offline', 'pageshow']) addEventListener?.(event, wake, { signal });
  document?.addEventListener('resume', wake, { signal });
  document?.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && wake(), {
    signal,
  });
  let lookedAt = Date.now();
  const timer = setInterval(() => {
    const now = Date.now();
    if (now - lookedAt > LOOK_MS + JUMP_MS) wake();
    lookedAt = now;
  }, LOOK_MS);
  signal.addEventListener('abort', () => clearInterval(timer));
  return () => ended.abort();
}
