/**
 * Notices the end of the process that has started this one.
 *
 * @module
 */

/** How soon it is noticed: the system tells nobody. */
const INTERVAL_MS = 500;

/** Whether npm has started us, by a shell. It passes a signal on to that shell alone, which ends without telling us. */
export function isStartedByNpm(env: NodeJS.ProcessEnv): boolean {
  return env['npm_lifecycle_event'] !== undefined;
}

/** Calls `onEnd` once when the process `parent` is our parent no more. Returns a function that stops watching. */
export function watchParent(parent: number, onEnd: () => void): () => void {
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    onEnd();
  }, INTERVAL_MS);
  timer.unref();
  return () => clearInterval(timer);
}
