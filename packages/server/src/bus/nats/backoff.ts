/**
 * How long to wait between attempts to reach a server: longer each time, and never the same for all who lost it at the
 * same moment.
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

  /** The wait before the next attempt; the same until there is one. */
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
