/**
 * The in-memory states of all features, for one router.
 *
 * @module
 */
import type { RouterState, Services } from './services.ts';

type AnyState = RouterState<unknown>;

/** Replacements for the `open` of some states, for tests and simulations. */
export type Openings = ReadonlyMap<AnyState, (services: Services) => unknown>;

export class RouterStates {
  readonly #states: readonly AnyState[];
  readonly #openings: Openings;
  readonly #opened = new Map<AnyState, unknown>();

  /** `openings` replace the states' own. */
  constructor(states: readonly AnyState[], openings: Openings = new Map()) {
    this.#states = states;
    this.#openings = openings;
  }

  /** Opens all states in order. */
  open(services: Services): void {
    for (const state of this.#states) {
      const open = this.#openings.get(state);
      this.#opened.set(state, open === undefined ? state.open(services) : open(services));
    }
  }

  /** Throws if no feature has registered the state. */
  get<T>(state: RouterState<T>): T {
    if (!this.#opened.has(state)) throw new Error(`no feature of this router has the state ${state.name}`);
    // The value was opened by this state.
    return this.#opened.get(state) as T;
  }

  /** Closes all states in reverse order. Idempotent. */
  async close(): Promise<void> {
    for (const [state, value] of [...this.#opened].toReversed()) await state.close?.(value);
  }
}
