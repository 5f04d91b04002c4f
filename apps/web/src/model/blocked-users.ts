/**
 * Whom the user has blocked, as far as this page knows.
 *
 * @module
 */
import { pagesOf } from './pages.ts';

/** Asks for a page of them. */
export type ListBlocked = (
  cursor: string,
) => Promise<{ readonly users: readonly { readonly id: number }[]; readonly next: string }>;

/** So long an answer holds: other devices may have blocked somebody meanwhile. */
const FRESH_MS = 60_000;
const MAX_PAGES = 5;

/** Fits useSyncExternalStore. */
export class BlockedUsers {
  readonly #now: () => number;
  readonly #listeners = new Set<() => void>();
  #users: ReadonlySet<number> = new Set();
  #askedAt = -Infinity;

  /** `now`: ms, monotonic. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  readonly get = (): ReadonlySet<number> => this.#users;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  /** Somebody was blocked, or is not any more. */
  note(user: number, isBlocked: boolean): void {
    const users = new Set(this.#users);
    if (isBlocked) users.add(user);
    else users.delete(user);
    this.#set(users);
  }

  /** Asks, unless it has done so lately. What the user does meanwhile holds. Rejects as `list` does; then it may ask again. */
  async refresh(list: ListBlocked): Promise<void> {
    if (this.#now() - this.#askedAt < FRESH_MS) return;
    this.#askedAt = this.#now();
    const before = this.#users;
    try {
      const users = await allOf(list);
      if (this.#users === before) this.#set(users);
    } catch (error) {
      this.#askedAt = -Infinity;
      throw error;
    }
  }

  #set(users: ReadonlySet<number>): void {
    this.#users = users;
    for (const listener of this.#listeners) listener();
  }
}

async function allOf(list: ListBlocked): Promise<ReadonlySet<number>> {
  const users = new Set<number>();
  let pages = 0;
  for await (const { users: some } of pagesOf(list)) {
    for (const { id } of some) users.add(id);
    if (++pages === MAX_PAGES) break;
  }
  return users;
}
