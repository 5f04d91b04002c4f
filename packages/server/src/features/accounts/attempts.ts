/**
 * Attempts that may fail only so often. They count from their admission: no more run at once than may still fail.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import type { Clock } from '../../clock.ts';
import type { FadingCounts } from './fading-counts.ts';

/** Attempts that count together. */
export interface Gate {
  /** Of the failures. */
  readonly key: string;
  /** Failures without consequence. */
  readonly free: number;
}

interface Crowd {
  running: number;
  waiting: (() => void)[];
}

const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 30_000;
/** Attempts at one gate that wait for the outcome of others. Beyond it they are refused. */
const MAX_WAITING = 100;

export class Attempts {
  readonly #clock: Clock;
  readonly #failures: FadingCounts;
  readonly #sharers: () => number;
  readonly #crowds = new Map<string, Crowd>();

  /** `sharers`: how many routers admit attempts of the same people; each takes its share. */
  constructor(clock: Clock, failures: FadingCounts, sharers: () => number) {
    this.#clock = clock;
    this.#failures = failures;
    this.#sharers = sharers;
  }

  /**
   * Runs `attempt` as soon as all gates have a place. Throws RATE_LIMITED while too many have failed at one of them.
   * `attempt` adds its failure to the counts before it resolves.
   */
  async run<T>(gates: readonly Gate[], attempt: () => Promise<T>): Promise<T> {
    for (let full = this.#firstFull(gates); full !== undefined; full = this.#firstFull(gates)) {
      await this.#waitAt(full);
    }
    for (const { key } of gates) this.#crowd(key).running++;
    try {
      return await attempt();
    } finally {
      for (const { key } of gates) this.#leave(key);
    }
  }

  /** Whether an attempt would now be refused, or wait. */
  wouldHold(gate: Gate): boolean {
    return this.#leftMs(gate) > 0 || this.#isFull(gate);
  }

  #firstFull(gates: readonly Gate[]): Gate | undefined {
    for (const gate of gates) {
      const retryAfterMs = Math.ceil(this.#leftMs(gate));
      if (retryAfterMs > 0) {
        throw new PosthornError('RATE_LIMITED', 'too many wrong passwords; wait a little', { retryAfterMs });
      }
    }
    return gates.find((gate) => this.#isFull(gate));
  }

  #isFull({ key, free }: Gate): boolean {
    const running = this.#crowds.get(key)?.running ?? 0;
    if (running === 0) return false;
    return running >= Math.floor((free - Math.floor(this.#failures.current(key))) / this.#sharers());
  }

  /** For how long everything is refused, in ms. */
  #leftMs({ key, free }: Gate): number {
    const lastAt = this.#failures.lastAt(key);
    const excess = Math.floor(this.#failures.current(key)) - free;
    if (lastAt === undefined || excess < 0) return 0;
    const waitMs = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** excess);
    return lastAt + waitMs - this.#clock.monotonic();
  }

  #waitAt({ key }: Gate): Promise<void> {
    const { waiting } = this.#crowd(key);
    if (waiting.length >= MAX_WAITING) {
      throw new PosthornError('RATE_LIMITED', 'too many logins with this name at once; wait a little', {
        retryAfterMs: FIRST_WAIT_MS,
      });
    }
    return new Promise((resolve) => waiting.push(resolve));
  }

  #leave(key: string): void {
    const crowd = this.#crowd(key);
    crowd.running--;
    if (crowd.running === 0) this.#crowds.delete(key);
    // Each looks for itself: after a failure they may all be refused.
    for (const look of crowd.waiting.splice(0)) look();
  }

  #crowd(key: string): Crowd {
    const known = this.#crowds.get(key) ?? { running: 0, waiting: [] };
    this.#crowds.set(key, known);
    return known;
  }
}
