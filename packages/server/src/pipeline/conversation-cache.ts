/**
 * What the router remembers of conversations, so that authorising a send reads nothing. It may be outdated
 * or vanish at any time: a grant is checked by version in the append's transaction, and a refusal is only
 * final after a fresh look (promises 9, 11). Versions mean nothing across a restore, so none of it outlives the epoch.
 *
 * @module
 */
import * as logQueries from '../store/log/conversations.ts';
import type { ConversationRecord, MemberRecord } from '../store/log/records.ts';
import type { Store } from '../store/store.ts';

/** One conversation and those of its members who were asked about. */
export interface CachedConversation {
  readonly record: ConversationRecord;
  /** Undefined: was looked up and is no member. Read after `record`, so never older than its version. */
  readonly members: Map<number, MemberRecord | undefined>;
}

/** Beyond this many the longest unused one is forgotten. */
const MAX_CONVERSATIONS = 50_000;

type Source = Pick<Store, 'epoch' | 'run'>;

export interface ConversationCacheOptions {
  readonly store: Source;
  /** Rejects with NOT_FOUND when nobody can be written to under this id. */
  readonly assertReachable: (user: number) => Promise<void>;
  /** Hears of every conversation that was changed here. */
  readonly onChanged?: (id: number) => void;
}

export class ConversationCache {
  readonly #store: Source;
  readonly #options: ConversationCacheOptions;
  readonly #byId = new Map<number, CachedConversation>();
  readonly #directs = new Map<string, number>();
  /** Of the store when all this was read. */
  #epoch: string;

  constructor(options: ConversationCacheOptions) {
    this.#options = options;
    this.#store = options.store;
    this.#epoch = options.store.epoch;
  }

  /** What is remembered, if it says of all `users` whether they are members. */
  peek(id: number, users: readonly number[]): CachedConversation | undefined {
    this.#forgetOtherHistory();
    const cached = this.#byId.get(id);
    if (cached === undefined || cached.record.kind !== 'group') return cached;
    return users.every((user) => cached.members.has(user)) ? cached : undefined;
  }

  /** The same, read from the store where needed. Undefined when there is no such conversation. */
  async load(id: number, users: readonly number[]): Promise<CachedConversation | undefined> {
    const known = this.peek(id, users);
    if (known !== undefined) return known;
    const epoch = this.#epoch;
    let cached = this.#byId.get(id);
    if (cached === undefined) {
      const record = await this.#store.run(logQueries.getConversation, id);
      if (record === undefined) return undefined;
      cached = { record, members: new Map() };
      if (this.#store.epoch === epoch) this.#remember(this.#byId, id, cached);
    }
    if (cached.record.kind === 'group') {
      const found = await this.#store.run(logQueries.membersAmong, id, users);
      for (const user of users)
        cached.members.set(
          user,
          found.find((member) => member.user === user),
        );
    }
    return cached;
  }

  /**
   * The same, after a look whether it still holds: for what is told to others without an append, whose
   * transaction would notice.
   */
  async current(id: number, users: readonly number[]): Promise<CachedConversation | undefined> {
    const record = await this.#store.run(logQueries.getConversation, id);
    if (record?.version !== this.#byId.get(id)?.record.version) this.forget(id);
    return record === undefined ? undefined : this.load(id, users);
  }

  /** The direct conversation of a user with a peer, opened when there is none yet. Throws NOT_FOUND. */
  async direct(a: number, b: number): Promise<number> {
    const known = this.peekDirect(a, b);
    if (known !== undefined) return known;
    await this.#options.assertReachable(b);
    const epoch = this.#epoch;
    const record = await this.#store.run(logQueries.openDirect, a, b);
    if (this.#store.epoch === epoch) this.#remember(this.#directs, pairKey(a, b), record.id);
    return record.id;
  }

  peekDirect(a: number, b: number): number | undefined {
    this.#forgetOtherHistory();
    return this.#directs.get(pairKey(a, b));
  }

  /** A conversation was changed by this router. */
  changed(id: number): void {
    this.forget(id);
    this.#options.onChanged?.(id);
  }

  /** Forgets a conversation: it changed, or an authorisation against it was outdated. */
  forget(id: number): void {
    this.#byId.delete(id);
  }

  /** The store was restored, or is another one now. */
  #forgetOtherHistory(): void {
    if (this.#store.epoch === this.#epoch) return;
    this.#epoch = this.#store.epoch;
    this.#byId.clear();
    this.#directs.clear();
  }

  #remember<K, V>(map: Map<K, V>, key: K, value: V): void {
    if (map.size >= MAX_CONVERSATIONS) {
      for (const oldest of map.keys()) {
        map.delete(oldest);
        break;
      }
    }
    map.set(key, value);
  }
}

function pairKey(a: number, b: number): string {
  return a < b ? `${a} ${b}` : `${b} ${a}`;
}
