/**
 * Sends away the clients of a gateway that is going down: to other gateways, as fast as those take them. Without other
 * gateways, clients leave at random moments and come back later.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import { pause } from '../clock.ts';
import type { Clock, Random } from '../clock.ts';
import type { Connection } from './connection.ts';
import { Pace } from './pace.ts';
import type { Load } from './pace.ts';

/** The nodes that take over. */
export interface Successors {
  /** The load of each node that takes clients now; empty when none does. */
  loads(): readonly Load[];
  /**
   * Where clients of this user should connect, best first; empty: the addresses that they know. `schemes`: of their
   * protocol's addresses; undefined: those of logins.
   */
  endpoints(user: number, schemes?: readonly string[]): readonly string[];
}

/** How long a drain may take. */
export interface DrainBounds {
  /** Without successors: clients leave at random moments within this window, and come back within the same window. */
  readonly windowMs: number;
  /** With successors: the last client has left by then, even if the successors cannot keep up. */
  readonly timeoutMs: number;
}

type Leaving = Pick<Connection, 'caller' | 'protocol' | 'end'>;

export interface DrainOptions<C extends Leaving = Connection> extends DrainBounds {
  readonly clock: Clock;
  readonly random: Random;
  readonly successors: Successors;
  /** Loses each connection that ends. */
  readonly connections: ReadonlySet<C>;
}

/** Sent to clients of a node that is going down, and to those that still come. */
export const GOING_DOWN = new PosthornError('DRAINING', 'this node is going down');

const STEP_MS = 20;
const ADAPT_MS = 1000;
/** Upper bound on the time that one step accounts for, so that a pause of this process causes no burst. */
const LONGEST_STEP_MS = 200;
/** Grace beyond both bounds after which a drain gives up. */
const SLACK_MS = 1000;

export class Drain<C extends Leaving = Connection> {
  readonly #options: DrainOptions<C>;
  readonly #pace = new Pace();
  readonly #startedAt: number;
  #steppedAt: number;
  #adaptedAt: number;
  #isScattering = false;

  private constructor(options: DrainOptions<C>) {
    this.#options = options;
    this.#startedAt = this.#steppedAt = this.#adaptedAt = options.clock.monotonic();
  }

  /** Resolves when `connections` is empty, or after both bounds together and the grace. */
  static async run<C extends Leaving>(options: DrainOptions<C>): Promise<void> {
    const drain = new Drain(options);
    while (drain.#isGoingOn()) {
      drain.#step();
      await pause(options.clock, STEP_MS);
    }
  }

  #isGoingOn(): boolean {
    const { clock, connections, windowMs, timeoutMs } = this.#options;
    const latest = this.#startedAt + windowMs + timeoutMs + SLACK_MS;
    return connections.size > 0 && clock.monotonic() < latest;
  }

  #step(): void {
    if (this.#isScattering) return;
    const { clock, connections, successors, timeoutMs } = this.#options;
    const loads = successors.loads();
    if (loads.length === 0) {
      this.#scatter();
      return;
    }
    const now = clock.monotonic();
    if (now - this.#adaptedAt >= ADAPT_MS) {
      this.#adaptedAt = now;
      this.#pace.adapt(loads);
    }
    const elapsedMs = Math.min(LONGEST_STEP_MS, now - this.#steppedAt);
    this.#steppedAt = now;
    this.#send(this.#pace.take(connections.size, elapsedMs, this.#startedAt + timeoutMs - now));
  }

  #send(count: number): void {
    const { connections, successors } = this.#options;
    let left = count;
    for (const connection of connections) {
      if (left-- <= 0) return;
      connection.end(GOING_DOWN, { endpoints: endpointsFor(connection, successors) });
    }
  }

  #scatter(): void {
    const { clock, random, connections, windowMs } = this.#options;
    this.#isScattering = true;
    for (const connection of connections) {
      clock.after(random.unit() * windowMs, () => connection.end(GOING_DOWN, { windowMs }));
    }
  }
}

/** Where a client that is sent away should connect, best first. */
export function endpointsFor(
  { caller, protocol }: Pick<Connection, 'caller' | 'protocol'>,
  successors: Pick<Successors, 'endpoints'>,
): readonly string[] {
  return caller.session === undefined ? [] : successors.endpoints(caller.session.user, protocol.schemes);
}
