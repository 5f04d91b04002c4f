/**
 * Bounds how much costly work for strangers runs at once, and shares it fairly: networks take turns, and within a
 * network its connections do. Whoever asks for a lot waits behind their own.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import { widestOf } from '../../networks.ts';
import type { Caller } from '../../router/router.ts';

/** Whose turn it is. */
export type Asker = Pick<Caller, 'address' | 'connection'>;

export interface FairQueueOptions {
  readonly maxRunning: number;
  /** Beyond it, the longest queue loses its newest entry. */
  readonly maxWaiting: number;
}

interface Waiter {
  start(): void;
  refuse(): void;
}

/** By connection; each in order of arrival. */
type Network = Map<number, Waiter[]>;

export class FairQueue {
  readonly #options: FairQueueOptions;
  readonly #networks = new Map<string, Network>();
  #running = 0;
  #waiting = 0;

  constructor(options: FairQueueOptions) {
    this.#options = options;
  }

  /** Runs `work` when it is its turn. Throws OVERLOADED if too much waits. */
  async run<T>(asker: Asker, work: () => Promise<T>): Promise<T> {
    if (this.#running < this.#options.maxRunning) this.#running++;
    else await this.#wait(asker);
    try {
      return await work();
    } finally {
      // The next one takes over this place, so nobody gets in between.
      const next = this.#next();
      if (next === undefined) this.#running--;
      else next.start();
    }
  }

  #wait({ address, connection }: Asker): Promise<void> {
    const name = widestOf(address);
    return new Promise<void>((resolve, reject) => {
      const network = this.#networks.get(name) ?? new Map<number, Waiter[]>();
      const queue = network.get(connection) ?? [];
      queue.push({ start: resolve, refuse: () => reject(overloaded()) });
      network.set(connection, queue);
      this.#networks.set(name, network);
      this.#waiting++;
      if (this.#waiting > this.#options.maxWaiting) this.#dropNewestOfLongest();
    });
  }

  #next(): Waiter | undefined {
    for (const [name, network] of this.#networks) {
      for (const [connection, queue] of network) {
        const waiter = queue.shift();
        this.#waiting--;
        // To the end of the round.
        network.delete(connection);
        if (queue.length > 0) network.set(connection, queue);
        this.#networks.delete(name);
        if (network.size > 0) this.#networks.set(name, network);
        return waiter;
      }
    }
    return undefined;
  }

  #dropNewestOfLongest(): void {
    const [name, network] = longest(this.#networks, lengthOf);
    const [connection, queue] = longest(network, (each) => each.length);
    const dropped = queue.pop();
    this.#waiting--;
    if (queue.length === 0) network.delete(connection);
    if (network.size === 0) this.#networks.delete(name);
    dropped?.refuse();
  }
}

function lengthOf(network: Network): number {
  let sum = 0;
  for (const queue of network.values()) sum += queue.length;
  return sum;
}

/** Of equals the last, which has waited least for a turn. */
function longest<K, V>(map: ReadonlyMap<K, V>, measure: (value: V) => number): readonly [K, V] {
  let best: readonly [K, V] | undefined;
  let most = 0;
  for (const entry of map) {
    const length = measure(entry[1]);
    if (length < most) continue;
    [best, most] = [entry, length];
  }
  if (best === undefined) throw new Error('nothing waits');
  return best;
}

function overloaded(): PosthornError {
  return new PosthornError('OVERLOADED', 'too many people log in at once', { retryAfterMs: 2000 });
}
