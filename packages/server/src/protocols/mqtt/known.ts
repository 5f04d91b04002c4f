/**
 * What all connections of a gateway may know, since it is the same for whoever sees it: names of users, and which
 * conversations are groups. A message to a thousand of them asks once.
 *
 * @module
 */
import type { Clock } from '../../clock.ts';

const MAX_NAMES = 20_000;
const MAX_GROUPS = 100_000;
/** A name changes when its account is erased. */
const NAMES_LIVE_MS = 300_000;

export class Known {
  readonly #clock: Pick<Clock, 'monotonic'>;
  readonly #names = new Map<number, string>();
  readonly #groups = new Set<number>();
  #namesFrom = -Infinity;

  constructor(clock: Pick<Clock, 'monotonic'>) {
    this.#clock = clock;
  }

  nameOf(user: number): string | undefined {
    const now = this.#clock.monotonic();
    if (now - this.#namesFrom > NAMES_LIVE_MS || this.#names.size >= MAX_NAMES) {
      this.#names.clear();
      this.#namesFrom = now;
    }
    return this.#names.get(user);
  }

  noteName(user: number, name: string): void {
    this.#names.set(user, name);
  }

  isGroup(conversation: number): boolean {
    return this.#groups.has(conversation);
  }

  noteGroup(conversation: number): void {
    if (this.#groups.size >= MAX_GROUPS) this.#groups.clear();
    this.#groups.add(conversation);
  }
}
