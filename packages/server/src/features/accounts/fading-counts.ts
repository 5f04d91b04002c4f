/**
 * Counts that halve with time, in bounded memory.
 *
 * @module
 */
import type { Clock } from '../../clock.ts';

interface Count {
  readonly count: number;
  /** Monotonic ms of the last addition. From then on the count halves every HALF_LIFE_MS. */
  readonly at: number;
}

const HALF_LIFE_MS = 60_000;
/** After this, little is left of any count that people reach. */
const LIFE_MS = HALF_LIFE_MS * 30;
/** Bound on each map. Beyond it the oldest entries are dropped. */
const MAX_ENTRIES = 50_000;

export class FadingCounts {
  readonly #clock: Clock;
  readonly #counts = new Map<string, Count>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  add(key: string): void {
    const at = this.#clock.monotonic();
    const count = this.current(key) + 1;
    // Twice, so that old ones become fewer.
    this.#dropFaded(at);
    this.#dropFaded(at);
    remember(this.#counts, key, { count, at });
  }

  current(key: string): number {
    const known = this.#counts.get(key);
    if (known === undefined) return 0;
    return known.count * 0.5 ** ((this.#clock.monotonic() - known.at) / HALF_LIFE_MS);
  }

  /** Monotonic ms; undefined if never. */
  lastAt(key: string): number | undefined {
    return this.#counts.get(key)?.at;
  }

  /** Whether there was a count. */
  forget(key: string): boolean {
    return this.#counts.delete(key);
  }

  #dropFaded(now: number): void {
    for (const [key, { at }] of this.#counts) {
      if (now - at > LIFE_MS) this.#counts.delete(key);
      return;
    }
  }
}

/** Adds an entry as the newest. Drops the oldest one when there are too many. */
export function remember<V>(map: Map<string, V>, key: string, value: V): void {
  map.delete(key);
  if (map.size >= MAX_ENTRIES) {
    for (const oldest of map.keys()) {
      map.delete(oldest);
      break;
    }
  }
  map.set(key, value);
}
