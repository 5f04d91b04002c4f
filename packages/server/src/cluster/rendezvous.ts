/**
 * Rendezvous hashing: each key has its own order of preference among the nodes. When a node disappears, its keys spread
 * over all others, and all other keys stay where they are. Source: Thaler and Ravishankar, "Using name-based mappings
 * to increase hit rates", 1998.
 *
 * @module
 */

/** Sorts the items by the preference of `key`. */
export function byPreference<T>(key: number | string, items: readonly T[], name: (item: T) => string): T[] {
  const weighed = items.map((item) => ({ item, weight: hash(`${key} ${name(item)}`) }));
  return weighed.toSorted((a, b) => b.weight - a.weight).map(({ item }) => item);
}

/** The item that `key` prefers most. Undefined if there are no items. */
export function preferred<T>(
  key: number | string,
  items: readonly T[],
  name: (item: T) => string,
): T | undefined {
  let best: T | undefined;
  let bestWeight = -1;
  for (const item of items) {
    const weight = hash(`${key} ${name(item)}`);
    if (weight > bestWeight) [best, bestWeight] = [item, weight];
  }
  return best;
}

/** FNV-1a, with the finalizer of MurmurHash3 so that close keys do not give close weights. 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  }
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}
