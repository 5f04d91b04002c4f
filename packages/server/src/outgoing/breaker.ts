/**
 * Leaves a server of others alone that fails again and again, so that nobody waits for it: then one question at a time finds out
 * whether it is back.
 *
 * @module
 */
import type { Clock } from '../clock.ts';

/** In a row. */
const MAX_FAILURES = 5;
const REST_MS = 10_000;

export class Breaker {
  readonly #clock: Pick<Clock, 'monotonic'>;
  #failures = 0;
  /** Asked no earlier than then. */
  #restsUntil = -Infinity;

  constructor(clock: Pick<Clock, 'monotonic'>) {
    this.#clock = clock;
  }

  /** Whether it may be asked now. While it rests, one caller in a while is let through. */
  tryPass(): boolean {
    if (this.#failures < MAX_FAILURES) return true;
    const now = this.#clock.monotonic();
    if (now < this.#restsUntil) return false;
    this.#restsUntil = now + REST_MS;
    return true;
  }

  /** Returns true if it rests from now on. */
  failed(): boolean {
    this.#failures += 1;
    if (this.#failures !== MAX_FAILURES) return false;
    this.#restsUntil = this.#clock.monotonic() + REST_MS;
    return true;
  }

  /** Returns true if it rested until now. */
  answered(): boolean {
    const rested = this.#failures >= MAX_FAILURES;
    this.#failures = 0;
    return rested;
  }
}
