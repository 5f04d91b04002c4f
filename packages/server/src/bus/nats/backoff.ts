/**
 * Delays between attempts to reach a server: growing, and random, so that clients that lost it together do not return
 * together.
 *
 * @module
 */
import type { Random } from '../../clock.ts';

const [FIRST_DELAY_MS, LAST_DELAY_MS] = [50, 2000];

export class Backoff {
  readonly #random: Random;
  #attempts = 0;
  #delayMs: number;

  constructor(random: Random) {
    this.#random = random;
    this.#delayMs = this.#draw();
  }

  /** Delay before the next attempt. Stays the same until the attempt begins. */
  get delayMs(): number {
    return this.#delayMs;
  }

  /** An attempt begins. */
  attempt(): void {
    this.#attempts++;
    this.#delayMs = this.#draw();
  }

  /** One succeeded. */
  reset(): void {
    this.#attempts = 0;
    this.#delayMs = this.#draw();
  }

  #draw(): number {
    const most = Math.min(LAST_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.min(this.#attempts, 16));
    return most * (0.5 + this.#random.unit() / 2);
  }
}
