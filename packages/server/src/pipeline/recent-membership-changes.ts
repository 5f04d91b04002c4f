/**
 * Recent changes of membership. A gateway that misses one is not subscribed to the group, so no advert reaches it.
 * Therefore each sweep repeats recent changes for a while (promise 6).
 *
 * @module
 */
import type { Clock } from '../clock.ts';

/**
 * Users who joined or left a group with its change to `version`. The message at `seq` reports it. Conversation 0:
 * unknown group.
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

/** How long a change is repeated. */
const WINDOW_MS = 60_000;
/**
 * Maximum users in all remembered changes. Beyond it the oldest change is dropped; clients repair that when they
 * reconnect.
 */
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

  /** Changes of the last minute, oldest first. */
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
