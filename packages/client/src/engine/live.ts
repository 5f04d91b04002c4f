/**
 * Values that change, for whoever draws them.
 *
 * @module
 */
import type { Live, LiveMap } from './api.ts';

type Listener = () => void;

/** One value. */
export class LiveValue<T> implements Live<T> {
  #value: T;
  readonly #listeners = new Set<Listener>();
  readonly #onWatch: (isWatched: boolean) => void;

  /** `onWatch` is told of the first listener and of the loss of the last one. */
  constructor(value: T, onWatch: (isWatched: boolean) => void = () => {}) {
    this.#value = value;
    this.#onWatch = onWatch;
  }

  get(): T {
    return this.#value;
  }

  subscribe(listener: Listener): Listener {
    // One function may be given twice, and ended once.
    const own = (): void => listener();
    this.#listeners.add(own);
    if (this.#listeners.size === 1) this.#onWatch(true);
    return () => {
      if (this.#listeners.delete(own) && this.#listeners.size === 0) this.#onWatch(false);
    };
  }

  /** Listeners hear of it by {@link tell}, so that several values can change as one. */
  put(value: T): void {
    this.#value = value;
  }

  tell(): void {
    for (const listener of this.#listeners) listener();
  }

  set(value: T): void {
    if (value === this.#value) return;
    this.put(value);
    this.tell();
  }
}

/** Values by key. */
export class LiveTable<K, V> implements LiveMap<K, V> {
  readonly #values = new Map<K, V>();
  /** A copy, as long as nothing has changed. */
  #shown: ReadonlyMap<K, V> | undefined;
  readonly #listeners = new Set<Listener>();
  readonly #ofKeys = new Map<K, Set<Listener>>();
  readonly #onWatch: (key: K | undefined, isWatched: boolean) => void;

  /** `onWatch` is told of the first listener of a key, or of the whole (undefined), and of the loss of the last one. */
  constructor(onWatch: (key: K | undefined, isWatched: boolean) => void = () => {}) {
    this.#onWatch = onWatch;
  }

  get(): ReadonlyMap<K, V> {
    return (this.#shown ??= new Map(this.#values));
  }

  at(key: K): V | undefined {
    return this.#values.get(key);
  }

  subscribe(listener: Listener): Listener {
    const own = (): void => listener();
    this.#listeners.add(own);
    if (this.#listeners.size === 1) this.#onWatch(undefined, true);
    return () => {
      if (this.#listeners.delete(own) && this.#listeners.size === 0) this.#onWatch(undefined, false);
    };
  }

  subscribeTo(key: K, listener: Listener): Listener {
    const own = (): void => listener();
    const listeners = this.#ofKeys.get(key) ?? new Set();
    this.#ofKeys.set(key, listeners.add(own));
    if (listeners.size === 1) this.#onWatch(key, true);
    return () => {
      if (!listeners.delete(own) || listeners.size > 0) return;
      this.#ofKeys.delete(key);
      this.#onWatch(key, false);
    };
  }

  /** Somebody watches the whole, or a key. */
  isWatched(): boolean {
    return this.#listeners.size > 0 || this.#ofKeys.size > 0;
  }

  /** Keys that somebody watches. */
  watched(): readonly K[] {
    return [...this.#ofKeys.keys()];
  }

  /** Undefined removes a key. Listeners hear of it by {@link tell}. */
  put(changes: Iterable<readonly [K, V | undefined]>): void {
    for (const [key, value] of changes) {
      if (value === undefined) this.#values.delete(key);
      else this.#values.set(key, value);
      this.#shown = undefined;
    }
  }

  /** Tells the listeners of these keys, and of the whole. */
  tell(keys: Iterable<K>): void {
    for (const key of keys) for (const listener of this.#ofKeys.get(key) ?? []) listener();
    for (const listener of this.#listeners) listener();
  }
}
