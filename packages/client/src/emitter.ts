/**
 * Typed events.
 *
 * @module
 */

type Listeners = { readonly [event: string]: (...args: never[]) => unknown };

/** `Events` maps names to listener types. Listeners are called in the order in which they were added. */
export class Emitter<Events extends { readonly [K in keyof Events]: Listeners[string] }> {
  readonly #listeners = new Map<keyof Events, Set<Events[keyof Events]>>();
  readonly #onError: (error: unknown) => void;

  /** `onError` is called with what a listener throws; other listeners still run. */
  constructor(onError: (error: unknown) => void) {
    this.#onError = onError;
  }

  /** Returns a function that removes the listener. */
  on<K extends keyof Events>(event: K, listener: Events[K]): () => void {
    const listeners = this.#listeners.get(event) ?? new Set();
    this.#listeners.set(event, listeners.add(listener));
    return () => listeners.delete(listener);
  }

  has(event: keyof Events): boolean {
    return (this.#listeners.get(event)?.size ?? 0) > 0;
  }

  emit<K extends keyof Events>(event: K, ...args: Parameters<Events[K]>): void {
    for (const listener of this.#listeners.get(event) ?? []) {
      try {
        listener(...(args as never[]));
      } catch (error) {
        this.#onError(error);
      }
    }
  }

  /** Awaits each listener before it calls the next one. */
  async emitAndWait<K extends keyof Events>(event: K, ...args: Parameters<Events[K]>): Promise<void> {
    for (const listener of this.#listeners.get(event) ?? []) {
      try {
        await listener(...(args as never[]));
      } catch (error) {
        this.#onError(error);
      }
    }
  }
}
