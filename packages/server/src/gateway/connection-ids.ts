/**
 * Connection ids are unique in a cluster without asking anybody: each node counts from a random start, and draws
 * another one when it has counted this far. 2^29 starts make a collision of 20 nodes a matter of one in three million.
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
