/**
 * Users who wait for a bot at this router, and what makes them stop.
 *
 * @module
 */
import type { Clock } from '../../clock.ts';
import type { RouterState } from '../../router/services.ts';

/** Why somebody waits no longer. `heard`: there is an answer in the store, as far as a note says. */
export type Awaited = 'heard' | 'offline' | 'silent';

export class Waiting {
  readonly #clock: Pick<Clock, 'after'>;
  readonly #onHeard: (id: number) => void;
  readonly #ends = new Map<number, (awaited: Awaited) => void>();

  /** `onHeard` is called with each interaction that was answered at this router. */
  constructor(clock: Pick<Clock, 'after'>, onHeard: (id: number) => void) {
    this.#clock = clock;
    this.#onHeard = onHeard;
  }

  /** Resolves when the interaction was answered, when its bot is known to be offline, or after `ms`. */
  async answer(id: number, ms: number): Promise<Awaited> {
    const { promise, resolve } = Promise.withResolvers<Awaited>();
    this.#ends.set(id, resolve);
    const timer = this.#clock.after(ms, () => resolve('silent'));
    const awaited = await promise;
    timer.cancel();
    this.#ends.delete(id);
    return awaited;
  }

  /** The bot is not connected anywhere. */
  isOffline(id: number): void {
    this.#ends.get(id)?.('offline');
  }

  /** Call it when this router has stored an answer. */
  answered(id: number): void {
    this.heardElsewhere(id);
    this.#onHeard(id);
  }

  /** Call it when another router has. */
  heardElsewhere(id: number): void {
    this.#ends.get(id)?.('heard');
  }
}

export const WAITING: RouterState<Waiting> = {
  name: 'waiting for bots',
  open({ clock, gossip }) {
    const waiting = new Waiting(clock, (id) => gossip.tell({ case: 'interactionAnswered', value: id }));
    gossip.on('interactionAnswered', ({ value }) => waiting.heardElsewhere(value));
    return waiting;
  },
};
