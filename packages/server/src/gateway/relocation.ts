/**
 * Sends clients elsewhere while this node, though it runs, is of no use to them.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import type { Clock, Random, Timer } from '../clock.ts';
import type { Connection } from './connection.ts';
import type { Successors } from './drain.ts';

export interface RelocationOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly connections: ReadonlySet<Connection>;
}

const CUT_OFF = new PosthornError('DRAINING', 'this node is cut off from the others');

export class Relocation {
  readonly #options: RelocationOptions;
  /** Of those who wait to be sent away; undefined: nobody is. */
  #timers: Set<Timer> | undefined;

  constructor(options: RelocationOptions) {
    this.#options = options;
  }

  /** Sends everybody away at random moments within this, and who comes at once; {@link end} keeps who is left. */
  begin(windowMs: number, successors: Pick<Successors, 'endpoints'>): void {
    const { clock, random, connections } = this.#options;
    this.end();
    const timers = new Set<Timer>();
    this.#timers = timers;
    for (const connection of connections) {
      const timer = clock.after(random.unit() * windowMs, () => {
        timers.delete(timer);
        const user = connection.caller.session?.user;
        connection.end(CUT_OFF, { endpoints: user === undefined ? [] : successors.endpoints(user) });
      });
      timers.add(timer);
    }
  }

  /** Idempotent. */
  end(): void {
    for (const timer of this.#timers ?? []) timer.cancel();
    this.#timers = undefined;
  }

  /** Why nobody new is taken; undefined: they are. */
  get refusal(): PosthornError | undefined {
    return this.#timers === undefined ? undefined : CUT_OFF;
  }
}
