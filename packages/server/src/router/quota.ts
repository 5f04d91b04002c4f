/**
 * How often something is done for one user within a time.
 *
 * @module
 */
import type { Clock } from '../clock.ts';

const HOUR_MS = 3_600_000;
/** Beyond it the count that is oldest is forgotten. */
const MAX_USERS = 50_000;

interface Count {
  /** Monotonic ms. */
  readonly since: number;
  taken: number;
}

/** Counts in memory, for the router that does the work. */
export class Quota {
  readonly #clock: Pick<Clock, 'monotonic'>;
  readonly #most: number;
  readonly #windowMs: number;
  readonly #counts = new Map<number, Count>();

  constructor(clock: Pick<Clock, 'monotonic'>, most: number, windowMs = HOUR_MS) {
    this.#clock = clock;
    this.#most = most;
    this.#windowMs = windowMs;
  }

  /** False: the user has had all. */
  take(user: number): boolean {
    const now = this.#clock.monotonic();
    const known = this.#counts.get(user);
    if (known !== undefined && now - known.since < this.#windowMs) {
      known.taken++;
      return known.taken <= this.#most;
    }
    this.#counts.delete(user);
    this.#counts.set(user, { since: now, taken: 1 });
    if (this.#counts.size > MAX_USERS) this.#forgetOldest();
    return true;
  }

  #forgetOldest(): void {
    for (const user of this.#counts.keys()) {
      this.#counts.delete(user);
      return;
    }
  }
}
