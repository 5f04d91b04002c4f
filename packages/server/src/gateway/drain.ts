/**
 * How a gateway that goes down gets rid of its clients: to others at their pace, or, when there are none, at random
 * moments, to come back later.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import type { Clock, Random } from '../clock.ts';
import type { Connection } from './connection.ts';
import { Pace } from './pace.ts';
import type { Load } from './pace.ts';

/** Those who take over. */
export interface Successors {
  /** Of each that takes clients now; empty when none does. */
  loads(): readonly Load[];
  /** Where clients of this user go now, best first; empty: where they know. */
  endpoints(user: number): readonly string[];
}

/** How long a drain may take. */
export interface DrainBounds {
  /** Without successors, clients leave at random moments within this, and come back after as much. */
  readonly windowMs: number;
  /** With successors, by then the last client is gone, whether they bear it or not. */
  readonly timeoutMs: number;
}

type Leaving = Pick<Connection, 'caller' | 'end'>;

export interface DrainOptions<C extends Leaving = Connection> extends DrainBounds {
  readonly clock: Clock;
  readonly random: Random;
  readonly successors: Successors;
  /** Shrinks as they end. */
  readonly connections: ReadonlySet<C>;
}

/** Why a node that goes down sends its clients away, and takes none. */
export const GOING_DOWN = new PosthornError('DRAINING', 'this node is going down');

const STEP_MS = 20;
const ADAPT_MS = 1000;
/** One step after a pause of this process sends no more than these have earned. */
const LONGEST_STEP_MS = 200;
/** A drain that something holds up ends nevertheless. */
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

  /** Resolves when `connections` is empty, or at both bounds together. */
  static async run<C extends Leaving>(options: DrainOptions<C>): Promise<void> {
    const drain = new Drain(options);
    while (drain.#isGoingOn()) {
      drain.#step();
      await new Promise<void>((resolve) => void options.clock.after(STEP_MS, resolve));
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
      const user = connection.caller.session?.user;
      connection.end(GOING_DOWN, { endpoints: user === undefined ? [] : successors.endpoints(user) });
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
