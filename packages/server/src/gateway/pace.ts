/**
 * How fast a gateway sends its clients to others: as fast as those take them, found by asking for more until they fall
 * behind, and for less then (additive in time, multiplicative in size, as congestion control is).
 *
 * @module
 */

/** What another gateway has said of itself; a new object each time that it has been heard. */
export interface Load {
  /** Its connections that are not attached yet. */
  readonly attaching: number;
}

const FIRST_PER_SECOND = 200;
const MOST_PER_SECOND = 20_000;
const LEAST_PER_SECOND = 20;
const FASTER = 1.4;
const SLOWER = 0.6;
/** Who waits for its attach no longer than this hardly notices. */
const TOLERATED_SECONDS = 0.2;

export class Pace {
  #perSecond = FIRST_PER_SECOND;
  #heard: readonly Load[] = [];
  /** Clients that may go, as far as they were not counted by `take` yet. */
  #due = 0;

  get perSecond(): number {
    return this.#perSecond;
  }

  /** Once a second: looks at how the others bear it. One of which nothing was heard since is too busy to speak. */
  adapt(loads: readonly Load[]): void {
    const attaching = loads.reduce((sum, load) => sum + load.attaching, 0);
    const haveSpoken = loads.every((load) => !this.#heard.includes(load));
    const isBorne = haveSpoken && attaching <= this.#perSecond * TOLERATED_SECONDS;
    const next = this.#perSecond * (isBorne ? FASTER : SLOWER);
    this.#perSecond = Math.min(MOST_PER_SECOND, Math.max(LEAST_PER_SECOND, next));
    this.#heard = loads;
  }

  /** How many of the `left` go now, when `elapsedMs` have passed since the last call. All are gone within `msLeft`. */
  take(left: number, elapsedMs: number, msLeft: number): number {
    if (msLeft <= 0) return left;
    const needed = (left / msLeft) * 1000;
    this.#due += (Math.max(this.#perSecond, needed) * elapsedMs) / 1000;
    const count = Math.min(left, Math.floor(this.#due));
    this.#due -= count;
    return count;
  }
}
