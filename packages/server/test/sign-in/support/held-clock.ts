/**
 * A clock whose long timers end when a test says so.
 *
 * @module
 */
import type { Clock, Timer } from '../../../src/clock.ts';
import { systemClock } from '../../../src/system.ts';

interface Held {
  readonly delayMs: number;
  readonly run: () => void;
}

export class HeldClock implements Clock {
  readonly #held = new Set<Held>();
  readonly #fromMs: number;
  #aheadMs = 0;

  /** Timers of at least `fromMs` are held. */
  constructor(fromMs: number) {
    this.#fromMs = fromMs;
  }

  now(): number {
    return systemClock.now() + this.#aheadMs;
  }

  monotonic(): number {
    return systemClock.monotonic() + this.#aheadMs;
  }

  after(delayMs: number, run: () => void): Timer {
    if (delayMs < this.#fromMs) return systemClock.after(delayMs, run);
    const held = { delayMs, run };
    this.#held.add(held);
    return { cancel: () => this.#held.delete(held) };
  }

  afterTurn(run: () => void): void {
    systemClock.afterTurn(run);
  }

  /** How many timers of this length there are. */
  count(delayMs: number): number {
    return [...this.#held].filter((each) => each.delayMs === delayMs).length;
  }

  /** Ends those of this length. */
  fire(delayMs: number): void {
    for (const held of this.#held) {
      if (held.delayMs !== delayMs) continue;
      this.#held.delete(held);
      held.run();
    }
  }

  /** Time passes, and no timer ends by it. */
  jump(ms: number): void {
    this.#aheadMs += ms;
  }
}
