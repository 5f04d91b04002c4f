/**
 * Connection ids, unique in a cluster without coordination: each node counts from a random start and draws a new start
 * after IDS_PER_DRAW ids. With 2^29 possible starts, 20 nodes collide with a probability of one in three million.
 *
 * @module
 */
import type { Random } from '../clock.ts';

const STARTS = 2 ** 29;
const IDS_PER_DRAW = 2 ** 24;

export class ConnectionIds {
  readonly #random: Random;
  #next: number;

  constructor(random: Random) {
    this.#random = random;
    this.#next = this.#draw();
  }

  take(): number {
    const id = this.#next++;
    if (this.#next % IDS_PER_DRAW === 0) this.#next = this.#draw();
    return id;
  }

  #draw(): number {
    return Math.floor(this.#random.unit() * STARTS) * IDS_PER_DRAW + 1;
  }
}
