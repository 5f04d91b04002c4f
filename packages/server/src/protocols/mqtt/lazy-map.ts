/**
 * A map that takes nearly nothing while it is empty: an empty Map takes 185 bytes, and an idle connection has several.
 *
 * @module
 */

/** A Map, too. */
export interface ReadableMap<K, V> extends Iterable<[K, V]> {
  readonly size: number;
  get(key: K): V | undefined;
}

export class LazyMap<K, V> implements ReadableMap<K, V> {
  #map: Map<K, V> | undefined;

  constructor(entries: readonly (readonly [K, V])[] = []) {
    if (entries.length > 0) this.#map = new Map(entries);
  }

  get size(): number {
    return this.#map?.size ?? 0;
  }

  get(key: K): V | undefined {
    return this.#map?.get(key);
  }

  has(key: K): boolean {
    return this.#map?.has(key) ?? false;
  }

  set(key: K, value: V): void {
    (this.#map ??= new Map()).set(key, value);
  }

  delete(key: K): void {
    this.#map?.delete(key);
    if (this.#map?.size === 0) this.#map = undefined;
  }

  clear(): void {
    this.#map = undefined;
  }

  /** In the order in which they were set. */
  [Symbol.iterator](): Iterator<[K, V]> {
    return this.#map?.[Symbol.iterator]() ?? [][Symbol.iterator]();
  }
}
