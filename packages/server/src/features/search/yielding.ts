/**
 * Leaves the process to others while it is busy: what is indexed waits, and acks do not. The index has a thread of its own, which
 * takes processor time from the others all the same.
 *
 * @module
 */
import type { Clock } from '../../clock.ts';

/** So many times as long as the work took nothing of the kind is done while the process has no time to spare. */
const REST_FACTOR = 25;
/** Less is not worth a pause; more would make what is said wait for too long. */
const LEAST_MS = 1;
const LONGEST_MS = 3000;
/** Share of the last while in which the process did something else. */
const BUSY = 0.7;

let last = performance.eventLoopUtilization();

/** In all, and of that in this thread; ms. */
interface Took {
  readonly tookMs: number;
  readonly ownMs: number;
}

/** Waits, after work that has taken so long, or until the signal aborts. An idle process catches up as fast as it can. */
export async function yieldToOthers(
  clock: Pick<Clock, 'after'>,
  { tookMs, ownMs }: Took,
  signal: AbortSignal,
): Promise<void> {
  const now = performance.eventLoopUtilization();
  const { active, idle } = performance.eventLoopUtilization(now, last);
  last = now;
  const busy = (active - ownMs) / Math.max(active + idle, 1);
  if (tookMs < LEAST_MS || busy < BUSY || signal.aborted) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  const wake = (): void => resolve();
  const timer = clock.after(Math.min(tookMs * REST_FACTOR, LONGEST_MS), wake);
  signal.addEventListener('abort', wake, { once: true });
  await promise;
  timer.cancel();
  signal.removeEventListener('abort', wake);
}
