/**
 * Sends clients elsewhere while this node, though it runs, is of no use to them.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import type { Clock, Random } from '../clock.ts';
import type { Parting } from '../protocols/protocol.ts';
import type { Connection } from './connection.ts';
import type { Successors } from './drain.ts';

export interface RelocationOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly connections: ReadonlySet<Connection>;
  /** Ends a connection; does nothing to one that has ended. */
  readonly part: (
    connection: Connection,
    error: PosthornError,
    where?: Partial<Omit<Parting, 'error'>>,
  ) => void;
}

const CUT_OFF = new PosthornError('DRAINING', 'this node is cut off from the others');

export class Relocation {
  readonly #options: RelocationOptions;
  #isGoingOn = false;

  constructor(options: RelocationOptions) {
    this.#options = options;
  }

  /** Sends everybody away at random moments within this, and who comes at once; {@link end} keeps who is left. */
  begin(windowMs: number, successors: Pick<Successors, 'endpoints'>): void {
    const { clock, random, connections, part } = this.#options;
    this.#isGoingOn = true;
    for (const connection of connections) {
      clock.after(random.unit() * windowMs, () => {
        const user = connection.caller.session?.user;
        const endpoints = user === undefined ? [] : successors.endpoints(user);
        if (this.#isGoingOn) part(connection, CUT_OFF, { endpoints });
      });
    }
  }

  end(): void {
    this.#isGoingOn = false;
  }

  /** Why nobody new is taken; undefined: they are. */
  get refusal(): PosthornError | undefined {
    return this.#isGoingOn ? CUT_OFF : undefined;
  }
}
