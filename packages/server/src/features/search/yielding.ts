/**
 * Leaves the process to others while it is busy: what is indexed waits, and acks do not.
 *
 * @module
 */
import { pause } from '../../clock.ts';
import type { Clock } from '../../clock.ts';

/** So many times as long as the work took nothing of the kind is done while the process has no time to spare. */
const REST_FACTOR = 30;
/** Less is not worth a pause; more would make it wait for nothing. */
const LEAST_MS = 1;
const LONGEST_MS = 1000;
/** Share of the last while in which the process did something else. */
const BUSY = 0.7;

let last = performance.eventLoopUtilization();

/** Waits, after work that has taken so long. */
export async function yieldingPause(clock: Clock, tookMs: number): Promise<void> {
  const now = performance.eventLoopUtilization();
  const { active, idle } = performance.eventLoopUtilization(now, last);
  last = now;
  // What this work has taken itself does not count: an idle process catches up as fast as it can.
  const busy = (active - tookMs) / Math.max(active + idle, 1);
  if (tookMs < LEAST_MS || busy < BUSY) return;
  await pause(clock, Math.min(tookMs * REST_FACTOR, LONGEST_MS));
}
