/**
 * Calls that are made again while a server is busy, restarted or replaced.
 *
 * @module
 */
import { PosthornError } from '@posthorn/client';
import { setTimeout as wait } from 'node:timers/promises';

const FIRST_MS = 250;
const LONGEST_MS = 5000;
/** A server that is away for longer than this is another matter. */
const PATIENCE_MS = 120_000;

/** `call` must be harmless to repeat. Rejects with the last error when it has taken too long. */
export async function patiently<T>(call: () => Promise<T>, signal: AbortSignal): Promise<T> {
  let waitedMs = 0;
  for (let delayMs = FIRST_MS; ; delayMs = Math.min(delayMs * 2, LONGEST_MS)) {
    try {
      return await call();
    } catch (error) {
      const canRetry = error instanceof PosthornError && error.canRetry;
      if (!canRetry || signal.aborted || waitedMs >= PATIENCE_MS) throw error;
    }
    await wait(delayMs, undefined, { signal });
    waitedMs += delayMs;
  }
}
