/**
 * How fast a gateway sends its clients to others: as fast as those take them, found by asking for more until they fall
 * behind, and for less then, as congestion control does.
 *
 * @module
 */

/** What another gateway has said of itself; a new object each time that it has been heard. */
export interface Load {
  readonly connections: number;
  /** Those of them that are not attached yet. */
  readonly attaching: number;
}

const FIRST_PER_SECOND = 200;
const MOST_PER_SECOND = 20_000;
const LEAST_PER_SECOND = 20;
const FASTER = 1.4;
const SLOWER = 0.6;
/** Who waits for its attach no longer than this hardly notices. */
const TOLERATED_SECONDS = 0.2;
/**
 * Who was sent and is not attached may wait where the others cannot count it: in the kernel's queue, or in that of a
 * proxy. So many may be missing, as multiples of those who arrived lately.
 */
const TOLERATED_MISSING = 1.2;
/** When hardly any of the missing arrive, this share of them in a second, they stay away: nobody waits for them. */
const HARDLY = 0.1;

export class Pace {
  #perSecond = FIRST_PER_SECOND;
  #heard: readonly Load[] = [];
  /** Clients that may go, as far as they were not counted by `take` yet. */
  #due = 0;
  /** Sent since the last look. */
  #sent = 0;
  /** Clients that were sent and have not arrived. */
  #missing = 0;
  /** Whom the others had attached by the last look. */
  #attached: number | undefined;

  /** Once a second: looks at how the others bear it. One of which nothing was heard since is too busy to speak. */
  adapt(loads: readonly Load[]): void {
    const attaching = loads.reduce((sum, load) => sum + load.attaching, 0);
    const haveSpoken = loads.every((load) => !this.#heard.includes(load));
    const { arrived, missing } = this.#countMissing(loads);
    const isBorne =
      haveSpoken &&
      attaching <= this.#perSecond * TOLERATED_SECONDS &&
      missing <= Math.max(FIRST_PER_SECOND, arrived * TOLERATED_MISSING);
    const next = this.#perSecond * (isBorne ? FASTER : SLOWER);
    this.#perSecond = Math.min(MOST_PER_SECOND, Math.max(LEAST_PER_SECOND, next));
    this.#heard = loads;
  }

  /** Those on their way are missing too, and those whom the others have not told of yet. */
  #countMissing(loads: readonly Load[]): { readonly arrived: number; readonly missing: number } {
    const attached = loads.reduce((sum, load) => sum + load.connections - load.attaching, 0);
    const arrived = attached - (this.#attached ?? attached);
    const missing = Math.max(0, this.#missing + this.#sent - arrived);
    this.#missing = arrived < missing * HARDLY ? 0 : missing;
    this.#attached = attached;
    this.#sent = 0;
    return { arrived, missing: this.#missing };
  }

  /** How many of the `left` go now, when `elapsedMs` have passed since the last call. All are gone within `msLeft`. */
  take(left: number, elapsedMs: number, msLeft: number): number {
    const count = msLeft <= 0 ? left : this.#dueNow(left, elapsedMs, msLeft);
    this.#sent += count;
    return count;
  }

  #dueNow(left: number, elapsedMs: number, msLeft: number): number {
    const needed = (left / msLeft) * 1000;
    this.#due += (Math.max(this.#perSecond, needed) * elapsedMs) / 1000;
    const count = Math.min(left, Math.floor(this.#due));
    this.#due -= count;
    return count;
  }
}
