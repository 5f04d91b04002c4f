/**
 * What the features keep in memory for one router.
 *
 * @module
 */
import type { RouterState, Services } from './services.ts';

type AnyState = RouterState<unknown>;

/** How states are opened instead of by themselves. */
export type Openings = ReadonlyMap<AnyState, (services: Services) => unknown>;

export class RouterStates {
  readonly #states: readonly AnyState[];
  readonly #openings: Openings;
  readonly #opened = new Map<AnyState, unknown>();

  /** `openings`: instead of the states' own. */
  constructor(states: readonly AnyState[], openings: Openings = new Map()) {
    this.#states = states;
    this.#openings = openings;
  }

  /** Opens all of them, in their order. */
  open(services: Services): void {
    for (const state of this.#states) {
      const open = this.#openings.get(state);
      this.#opened.set(state, open === undefined ? state.open(services) : open(services));
    }
  }

  /** Throws when no feature of this router has registered it. */
  get<T>(state: RouterState<T>): T {
    if (!this.#opened.has(state)) throw new Error(`no feature of this router has the state ${state.name}`);
    // It was opened by this very state.
    return this.#opened.get(state) as T;
  }

  /** Finishes what was accepted. Idempotent. */
  async close(): Promise<void> {
    for (const [state, value] of [...this.#opened].toReversed()) await state.close?.(value);
  }
}
