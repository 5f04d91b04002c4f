/**
 * Lists by page.
 *
 * @module
 */
import type { Page } from './blob-store.ts';

/** The first `limit` items; `keyOf` says where the next page continues. */
export async function pageOf<T>(
  all: AsyncIterable<T>,
  limit: number,
  keyOf: (item: T) => string,
): Promise<Page<T>> {
  const items: T[] = [];
  for await (const item of all) {
    const last = items.at(-1);
    if (items.length >= limit && last !== undefined) return { items, next: keyOf(last) };
    items.push(item);
  }
  return { items, next: undefined };
}
