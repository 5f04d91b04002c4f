/**
 * Estimates how fast a queue drains whose batches grow with its length.
 *
 * @module
 */

/** Weight of the latest batch in the moving average. */
const WEIGHT = 0.3;

/** Batches of at least this share of the maximum size are representative. */
const TELLING_SHARE = 0.25;

export class DrainRate {
  readonly #tellingCount: number;
  /** Items per ms. Undefined until a representative batch was measured. */
  #rate: number | undefined;

  constructor(maxBatch: number) {
    this.#tellingCount = maxBatch * TELLING_SHARE;
  }

  /** Records a finished batch. Small batches cost more per item, so they count only if they show a higher rate. */
  took(count: number, elapsedMs: number): void {
    const rate = count / Math.max(elapsedMs, 0.1);
    if (count < this.#tellingCount && (this.#rate === undefined || rate < this.#rate)) return;
    this.#rate = this.#rate === undefined ? rate : this.#rate + (rate - this.#rate) * WEIGHT;
  }

  /**
   * Estimates how long an item waits behind `count` others. 0 while unknown, and for short queues, whose batch would
   * not be representative: on a slow disk a small batch takes as long as a large one, so a queue that was kept short
   * would never learn its rate.
   */
  waitMs(count: number): number {
    return this.#rate === undefined || count < this.#tellingCount ? 0 : count / this.#rate;
  }
}
