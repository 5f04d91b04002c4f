/**
 * What waits to be written, in order, and how many bytes that is.
 *
 * @module
 */

interface Weighed {
  readonly content: Uint8Array;
}

export class WaitingLine<T extends Weighed> {
  #items: T[] = [];
  #bytes = 0;

  get length(): number {
    return this.#items.length;
  }

  /** Of the content of all. */
  get bytes(): number {
    return this.#bytes;
  }

  add(item: T): void {
    this.#items.push(item);
    this.#bytes += item.content.length;
  }

  /** Takes the first ones: at least one, at most `maxCount`, and no more once they have `maxBytes`. */
  take(maxCount: number, maxBytes: number): T[] {
    const most = Math.min(maxCount, this.#items.length);
    let count = 0;
    let bytes = 0;
    while (count < most && bytes < maxBytes) bytes += this.#items[count++]?.content.length ?? 0;
    this.#bytes -= bytes;
    return this.#items.splice(0, count);
  }

  /** In front of everything that came later. */
  putBack(items: readonly T[]): void {
    if (items.length === 0) return;
    this.#items = [...items, ...this.#items];
    for (const { content } of items) this.#bytes += content.length;
  }

  [Symbol.iterator](): Iterator<T> {
    return this.#items.values();
  }
}
