/**
 * When a head changed, coarsely.
 *
 * @module
 */

/** Resolution of a head's time of change. Bounds how often its index entry moves. */
const CHANGED_STEP_MS = 10_000;

/** Rounds Unix ms for the column `changed`. */
export function changedStep(timeMs: number): number {
  return timeMs - (timeMs % CHANGED_STEP_MS);
}
