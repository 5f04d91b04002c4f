/**
 * Bounds how often something is said that may happen very often.
 *
 * @module
 */
import type { Clock } from './clock.ts';

/** Says it at most once per interval. `unsaid`: how often it was left out since the last time. */
export type Rarely = (say: (unsaid: number) => void) => void;

export function rarely(clock: Clock, intervalMs: number): Rarely {
  let nextAt = -Infinity;
  let unsaid = 0;
  return (say) => {
    if (clock.monotonic() < nextAt) {
      unsaid += 1;
      return;
    }
    nextAt = clock.monotonic() + intervalMs;
    say(unsaid);
    unsaid = 0;
  };
}
