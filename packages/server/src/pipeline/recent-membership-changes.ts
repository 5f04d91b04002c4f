/**
 * Who joined or left a group lately. That a gateway hears of it is as much a hint as a push, but no advert reaches a
 * gateway that does not listen to the group yet: so it is said again with every sweep for a while (promise 6).
 *
 * @module
 */
import type { Clock } from '../clock.ts';

/**
 * These users joined or left a group by its change to `version`, of which the message at `seq` tells. Conversation 0:
 * which one is not known.
 */
export interface MembershipChange {
  readonly conversation: number;
  readonly users: readonly number[];
  readonly version: number;
  readonly seq: number;
}

interface Remembered {
  readonly change: MembershipChange;
  /** Monotonic ms. */
  readonly at: number;
}

/** Said again for this long. */
const WINDOW_MS = 60_000;
/** Users in all that is remembered; beyond it the oldest change is forgotten, and a reconnect repairs it. */
const MAX_USERS = 200_000;

export class RecentMembershipChanges {
  readonly #clock: Clock;
  #remembered: Remembered[] = [];
  #users = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  add(change: MembershipChange): void {
    this.#remembered.push({ change, at: this.#clock.monotonic() });
    this.#users += change.users.length;
    this.#forgetOld();
  }

  /** Those of the last minute, oldest first. */
  all(): readonly MembershipChange[] {
    this.#forgetOld();
    return this.#remembered.map(({ change }) => change);
  }

  #forgetOld(): void {
    const now = this.#clock.monotonic();
    let count = 0;
    for (const { change, at } of this.#remembered) {
      if (now - at <= WINDOW_MS && this.#users <= MAX_USERS) break;
      this.#users -= change.users.length;
      count++;
    }
    if (count > 0) this.#remembered = this.#remembered.slice(count);
  }
}
