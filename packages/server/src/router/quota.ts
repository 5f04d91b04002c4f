/**
 * How often something is done within a time, for each user or whatever else has an id.
 *
 * @module
 */
import type { Clock } from '../clock.ts';

const HOUR_MS = 3_600_000;
/** Beyond it the count that is oldest is forgotten. */
const MAX_COUNTS = 50_000;

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

  /** False: this one has had all. */
  take(id: number): boolean {
    return this.waitMs(id) === 0;
  }

  /** Counts one more. Returns 0, or the ms to wait when this one has had all. */
  waitMs(id: number, most: number = this.#most): number {
    const now = this.#clock.monotonic();
    const known = this.#counts.get(id);
    if (known !== undefined && now - known.since < this.#windowMs) {
      if (known.taken >= most) return known.since + this.#windowMs - now;
      known.taken++;
      return 0;
    }
    this.#counts.delete(id);
    this.#counts.set(id, { since: now, taken: 1 });
    if (this.#counts.size > MAX_COUNTS) this.#forgetOldest();
    return 0;
  }

  #forgetOldest(): void {
    for (const id of this.#counts.keys()) {
      this.#counts.delete(id);
      return;
    }
  }
}
