/**
 * How fast a queue drains whose batches grow with it.
 *
 * @module
 */

/** How much the last batch counts against those before it. */
const WEIGHT = 0.3;

/** From this part of the largest batch on, a batch tells what the others will take. */
const TELLING_SHARE = 0.25;

export class DrainRate {
  readonly #tellingCount: number;
  /** Items per ms; undefined until a batch has told. */
  #rate: number | undefined;

  constructor(maxBatch: number) {
    this.#tellingCount = maxBatch * TELLING_SHARE;
  }

  /** A batch is through. Small ones cost more for each item, so they tell only when the rate is at least theirs. */
  took(count: number, elapsedMs: number): void {
    const rate = count / Math.max(elapsedMs, 0.1);
    if (count < this.#tellingCount && (this.#rate === undefined || rate < this.#rate)) return;
    this.#rate = this.#rate === undefined ? rate : this.#rate + (rate - this.#rate) * WEIGHT;
  }

  /**
   * How long what comes now will wait behind `count` others; 0 while nothing is known, and behind so few that their
   * batch would not tell: on a slow disk a small batch takes as long as a large one, and a queue that was kept short
   * would never find out.
   */
  waitMs(count: number): number {
    return this.#rate === undefined || count < this.#tellingCount ? 0 : count / this.#rate;
  }
}
