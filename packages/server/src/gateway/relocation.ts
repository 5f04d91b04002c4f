/**
 * Sends clients elsewhere while this node runs but is cut off from the others.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import type { Clock, Random, Timer } from '../clock.ts';
import type { Connection } from './connection.ts';
import { endpointsFor } from './drain.ts';
import type { Successors } from './drain.ts';

export interface RelocationOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly connections: ReadonlySet<Connection>;
}

const CUT_OFF = new PosthornError('DRAINING', 'this node is cut off from the others');

export class Relocation {
  readonly #options: RelocationOptions;
  /** Timers of clients about to be sent away; undefined: not relocating. */
  #timers: Set<Timer> | undefined;

  constructor(options: RelocationOptions) {
    this.#options = options;
  }

  /** Sends all clients away at random moments within `windowMs`, and new ones at once. Lasts until {@link end}. */
  begin(windowMs: number, successors: Pick<Successors, 'endpoints'>): void {
    const { clock, random, connections } = this.#options;
    this.end();
    const timers = new Set<Timer>();
    this.#timers = timers;
    for (const connection of connections) {
      const timer = clock.after(random.unit() * windowMs, () => {
        timers.delete(timer);
        connection.end(CUT_OFF, { endpoints: endpointsFor(connection, successors) });
      });
      timers.add(timer);
    }
  }

  /** Keeps the clients that are left, and accepts new ones. Idempotent. */
  end(): void {
    for (const timer of this.#timers ?? []) timer.cancel();
    this.#timers = undefined;
  }

  /** Why new clients are refused; undefined: they are accepted. */
  get refusal(): PosthornError | undefined {
    return this.#timers === undefined ? undefined : CUT_OFF;
  }
}
