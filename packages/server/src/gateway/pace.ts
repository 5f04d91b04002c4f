/**
 * The rate at which a draining gateway sends clients to others. It rises while the others keep up and falls when they fall
 * behind, like congestion control.
 *
 * @module
 */

/** The load that another gateway has announced; a new object for each announcement. */
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
/** A wait for attach that clients hardly notice. */
const TOLERATED_SECONDS = 0.2;
/**
 * Clients sent away and not attached yet may wait where the others cannot count them: in a queue of the kernel or of a
 * proxy. Tolerated number of such clients, as a multiple of the recent arrivals.
 */
const TOLERATED_MISSING = 1.2;
/** If less than this share of the missing clients arrives within a second, the rest stays away and is not waited for. */
const HARDLY = 0.1;

export class Pace {
  #perSecond = FIRST_PER_SECOND;
  #heard: readonly Load[] = [];
  /** Fraction of a client that may go and was not returned by `take` yet. */
  #due = 0;
  /** Sent since the last call of `adapt`. */
  #sent = 0;
  /** Clients that were sent and have not arrived. */
  #missing = 0;
  /** Clients attached at the others at the last call of `adapt`. */
  #attached: number | undefined;

  /** Call once a second: adjusts the rate to how the others keep up. A node that has not announced itself since is too busy. */
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

  /** Missing includes clients on their way, and those that the others have not announced yet. */
  #countMissing(loads: readonly Load[]): { readonly arrived: number; readonly missing: number } {
    const attached = loads.reduce((sum, load) => sum + load.connections - load.attaching, 0);
    const arrived = attached - (this.#attached ?? attached);
    const missing = Math.max(0, this.#missing + this.#sent - arrived);
    this.#missing = arrived < missing * HARDLY ? 0 : missing;
    this.#attached = attached;
    this.#sent = 0;
    return { arrived, missing: this.#missing };
  }

  /** How many of the `left` clients go now, `elapsedMs` after the last call. All have gone within `msLeft`. */
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
