/**
 * Binary search by queries.
 *
 * @module
 */
import type { Query } from '../sql/sql.ts';

/**
 * The lowest whole number in [from, to] for which `holds`. It must hold for `to`, and for all above one for which it holds;
 * otherwise the answer is a number for which it holds while it does not for the one below.
 */
export function* lowest(from: number, to: number, holds: (at: number) => Query<boolean>): Query<number> {
  let [low, high] = [from, to];
  while (low < high) {
    const middle = low + Math.floor((high - low) / 2);
    if (yield* holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
