/**
 * Times that are further away than a browser's timers reach.
 *
 * @module
 */

/** Timers of browsers take no more. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** Calls once `at` (Unix ms) is over, or after 24 days: then it is to be asked for again. Returns a function that ends it. */
export function callAfter(at: number, run: () => void): () => void {
  const timer = setTimeout(run, Math.min(at - Date.now() + 1, MAX_TIMER_MS));
  return () => clearTimeout(timer);
}
