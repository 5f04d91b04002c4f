/**
 * How often a property is tried, with other values each time.
 *
 * @module
 */

/** So many times as often as usual: for whoever looks for what is rare. */
const TIMES = Number(process.env['POSTHORN_TEST_RUNS'] ?? 1);

/** `usual`: what shows a fault of the usual kind within a second. */
export function runs(usual: number): number {
  return Math.ceil(usual * TIMES);
}
