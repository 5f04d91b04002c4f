/**
 * Values of the sample engine.
 *
 * @module
 */
import type { LiveMap } from '@posthorn/client/engine';
import { Signal } from '../ui/signal.ts';

/** A map of which each key is watched for itself. */
export class SampleMap<K, V> implements LiveMap<K, V> {
  readonly #signal: Signal<ReadonlyMap<K, V>>;

  constructor(entries: Iterable<readonly [K, V]> = []) {
    this.#signal = new Signal<ReadonlyMap<K, V>>(new Map(entries));
  }

  get(): ReadonlyMap<K, V> {
    return this.#signal.get();
  }

  subscribe(listener: () => void): () => void {
    return this.#signal.subscribe(listener);
  }

  at(key: K): V | undefined {
    return this.#signal.get().get(key);
  }

  subscribeTo(key: K, listener: () => void): () => void {
    let last = this.at(key);
    return this.#signal.subscribe(() => {
      const now = this.at(key);
      if (now === last) return;
      last = now;
      listener();
    });
  }

  set(key: K, value: V | undefined): void {
    const next = new Map(this.#signal.get());
    if (value === undefined) next.delete(key);
    else next.set(key, value);
    this.#signal.set(next);
  }
}
