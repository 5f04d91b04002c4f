/**
 * How often each incoming webhook posts, counted by each router for itself.
 *
 * @module
 */
import type { Clock } from '../../clock.ts';
import type { RouterState } from '../../router/services.ts';

const WINDOW_MS = 60_000;
/** Beyond it the count that is oldest is forgotten. */
const MAX_COUNTS = 50_000;

interface Count {
  /** Monotonic ms. */
  readonly since: number;
  taken: number;
}

export class Pace {
  readonly #clock: Pick<Clock, 'monotonic'>;
  readonly #counts = new Map<number, Count>();

  constructor(clock: Pick<Clock, 'monotonic'>) {
    this.#clock = clock;
  }

  /** Counts a post. Returns 0 if there may be one more in this minute, otherwise the ms to wait. */
  take(incoming: number, perMinute: number): number {
    const now = this.#clock.monotonic();
    const known = this.#counts.get(incoming);
    if (known !== undefined && now - known.since < WINDOW_MS) {
      if (known.taken >= perMinute) return known.since + WINDOW_MS - now;
      known.taken++;
      return 0;
    }
    this.#counts.delete(incoming);
    this.#counts.set(incoming, { since: now, taken: 1 });
    if (this.#counts.size > MAX_COUNTS) this.#forgetOldest();
    return 0;
  }

  #forgetOldest(): void {
    for (const incoming of this.#counts.keys()) {
      this.#counts.delete(incoming);
      return;
    }
  }
}

export const PACE: RouterState<Pace> = { name: 'incoming pace', open: ({ clock }) => new Pace(clock) };
