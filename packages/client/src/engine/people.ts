/**
 * Profiles, who is online, and who types.
 *
 * @module
 */
import { decodeUser, encodeUser, LIMITS } from '@posthorn/protocol';
import type { PresenceNote, TypingNote, User } from '@posthorn/protocol';
import type { Core } from './core.ts';

/** How long wishes are gathered before they are asked for. */
const GATHER_MS = 20;
/** A profile that was read longer ago is asked for again when somebody wants it. */
const FRESH_MS = 600_000;
/** A note that is not renewed ends. */
const TYPING_MS = 6000;
/** A note of typing lasts twice as long. */
const TELL_TYPING_MS = 3000;

export class People {
  readonly #core: Core;
  readonly #wanted = new Set<number>();
  /** When profiles were read. By the monotonic clock. */
  readonly #readAt = new Map<number, number>();
  #isDue = false;
  #watched: readonly number[] = [];
  readonly #typing = new Map<string, () => void>();
  /** When it was told that the user types, by conversation. */
  readonly #toldAt = new Map<number, number>();

  constructor(core: Core) {
    this.#core = core;
  }

  restore(stored: Iterable<readonly [unknown, unknown]>): void {
    for (const [id, bytes] of stored)
      this.#core.board.put('users', Number(id), decodeUser(bytes as Uint8Array));
  }

  /** Asks for profiles that are not known, or are old. */
  want(users: Iterable<number>): void {
    const now = this.#core.platform.monotonic();
    for (const user of users)
      if (user > 0 && now - (this.#readAt.get(user) ?? -Infinity) > FRESH_MS) this.#wanted.add(user);
    if (this.#wanted.size === 0 || this.#isDue) return;
    this.#isDue = true;
    this.#core.platform.after(GATHER_MS, () => void this.#ask());
  }

  /** Asks for profiles of which nothing is known. */
  wantNew(users: Iterable<number>): void {
    const known = this.#core.board.table('users');
    this.want([...users].filter((user) => !known.has(user)));
  }

  heard(user: User): void {
    const { board, seen, platform } = this.#core;
    this.#readAt.set(user.id, platform.monotonic());
    board.put('users', user.id, user);
    seen.put('users', user.id, encodeUser(user).slice());
    if (user.id === this.#core.self()) {
      board.set('me', user);
      seen.put('meta', 'me', user.id);
    }
  }

  /** There is a connection: what was wished for meanwhile is asked for. */
  online(): void {
    this.want([]);
    void this.#watch();
  }

  offline(): void {
    for (const [user] of this.#core.board.table('presence'))
      this.#core.board.put('presence', user, undefined);
  }

  /** All users whose presence somebody watches. */
  watch(users: Iterable<number>): void {
    const watched = [...new Set(users)].filter((user) => user > 0).slice(0, LIMITS.maxWatchedUsers);
    if (watched.length === this.#watched.length && watched.every((user) => this.#watched.includes(user)))
      return;
    this.#watched = watched;
    void this.#watch();
  }

  presence(note: PresenceNote): void {
    this.#core.board.put('presence', note.user, note);
  }

  typing({ conversation, user, active }: TypingNote): void {
    if (user === this.#core.self()) return;
    const { board, platform } = this.#core;
    const key = `${conversation}/${user}`;
    this.#typing.get(key)?.();
    this.#typing.delete(key);
    const others = (board.table('typing').get(conversation) ?? []).filter((each) => each !== user);
    if (active) {
      const end = (): void => this.typing({ conversation, user, active: false });
      this.#typing.set(key, platform.after(TYPING_MS, end));
    }
    const now = active ? [...others, user] : others;
    board.put('typing', conversation, now.length === 0 ? undefined : now);
  }

  /** Says that the user types, not too often. */
  setTyping(conversation: number, active: boolean): void {
    const { client, platform, isOnline, onError } = this.#core;
    const now = platform.monotonic();
    const toldAt = this.#toldAt.get(conversation);
    if (active ? toldAt !== undefined && now - toldAt < TELL_TYPING_MS : toldAt === undefined) return;
    if (active) this.#toldAt.set(conversation, now);
    else this.#toldAt.delete(conversation);
    if (isOnline()) client.call('typing', { conversation, active }).catch(onError);
  }

  async #ask(): Promise<void> {
    this.#isDue = false;
    if (!this.#core.isOnline()) return;
    const ids = [...this.#wanted].slice(0, LIMITS.maxUsersPerRequest);
    for (const id of ids) this.#wanted.delete(id);
    // Whoever does not exist is not asked for again at once.
    for (const id of ids) this.#readAt.set(id, this.#core.platform.monotonic());
    try {
      const { users } = await this.#core.client.call('getUsers', { ids });
      for (const user of users) this.heard(user);
    } catch (error) {
      for (const id of ids) this.#readAt.delete(id);
      this.#core.onError(error);
    }
    this.want([]);
  }

  async #watch(): Promise<void> {
    if (!this.#core.isOnline()) return;
    const asked = this.#watched;
    try {
      const { presences } = await this.#core.client.call('watchPresence', { users: asked });
      if (asked === this.#watched) for (const note of presences) this.presence(note);
    } catch (error) {
      this.#core.onError(error);
    }
  }
}
