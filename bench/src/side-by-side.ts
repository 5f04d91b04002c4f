/**
 * Much work, a bounded part of it at a time.
 *
 * @module
 */

/** How much is done at the same time unless told otherwise. */
const AT_ONCE = 100;

/** Runs `work` for 0 to `count` - 1, a bounded number at a time. Returns the results in order. */
export async function sideBySide<T>(
  count: number,
  work: (index: number) => Promise<T>,
  atOnce = AT_ONCE,
): Promise<T[]> {
  const results: T[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < count) {
      const index = next++;
      results[index] = await work(index);
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, count) }, worker));
  return results;
}
