/**
 * Caches conversations, so that authorising a send reads nothing. Entries may be outdated or vanish at any time: the
 * append's transaction checks the version of a grant, and a refusal is final only after a fresh read (promises 9, 11).
 * Versions mean nothing after a restore, so a new epoch empties the cache.
 *
 * @module
 */
import type { Clock } from '../clock.ts';
import * as logQueries from '../store/log/conversations.ts';
import type { ConversationRecord, MemberRecord } from '../store/log/records.ts';
import type { Store } from '../store/store.ts';

/** A conversation, with the members that were looked up. */
export interface CachedConversation {
  readonly record: ConversationRecord;
  /** By user. Undefined: looked up, and not a member. Read after `record`, so never older than its version. */
  readonly members: Map<number, MemberRecord | undefined>;
  /** Of a direct conversation: who takes no messages from the other one. */
  readonly refusing: readonly number[];
  /** Until when that is known; monotonic ms. */
  readonly validUntil: number;
}

/** Who of the two users of a direct conversation takes no messages from the other one. */
export interface Refusals {
  readonly by: readonly number[];
  /** It holds until the version of the conversation changes. Otherwise it is asked again after a moment. */
  readonly isLasting: boolean;
}

/** How long the answer whether somebody is a contact is used again. */
const MOMENT_MS = 1000;

/** Maximum entries. Beyond it the oldest one is dropped. */
const MAX_CONVERSATIONS = 50_000;

/** Members of a group that are remembered. Beyond it all are forgotten. */
const MAX_MEMBERS = 10_000;

const NONE: Refusals = { by: [], isLasting: true };

type Source = Pick<Store, 'epoch' | 'run'>;

export interface ConversationCacheOptions {
  readonly store: Source;
  /** Rejects with NOT_FOUND if nobody with this id can be written to. */
  readonly assertReachable: (user: number) => Promise<void>;
  /** Asked for each direct conversation. */
  readonly refusals: (users: readonly number[]) => Promise<Refusals>;
  readonly clock: Pick<Clock, 'monotonic'>;
  /** Called with each conversation that this router changed. */
  readonly onChanged?: (id: number) => void;
}

export class ConversationCache {
  readonly #store: Source;
  readonly #options: ConversationCacheOptions;
  readonly #byId = new Map<number, CachedConversation>();
  readonly #directs = new Map<string, number>();
  /** Epoch of the store when the entries were read. */
  #epoch: string;

  constructor(options: ConversationCacheOptions) {
    this.#options = options;
    this.#store = options.store;
    this.#epoch = options.store.epoch;
  }

  /** Returns the cached conversation, if the membership of all `users` is cached too. */
  peek(id: number, users: readonly number[]): CachedConversation | undefined {
    this.#forgetOtherHistory();
    const cached = this.#byId.get(id);
    if (cached === undefined || this.#isOutdated(cached)) return undefined;
    if (cached.record.kind !== 'group') return cached;
    return users.every((user) => cached.members.has(user)) ? cached : undefined;
  }

  /** Like peek(), but reads missing parts from the store. Undefined if there is no such conversation. */
  async load(id: number, users: readonly number[]): Promise<CachedConversation | undefined> {
    const known = this.peek(id, users);
    if (known !== undefined) return known;
    const cached = this.#byId.get(id);
    if (cached === undefined || this.#isOutdated(cached)) return this.current(id, users);
    return this.#withMembers(cached, users);
  }

  /**
   * Like load(), but revalidates the version first: for refusals, and for notes, which are published without an append
   * whose transaction would notice a change.
   */
  async current(id: number, users: readonly number[]): Promise<CachedConversation | undefined> {
    this.#forgetOtherHistory();
    const epoch = this.#epoch;
    const record = await this.#store.run(logQueries.getConversation, id);
    const known = this.#store.epoch === epoch ? this.#byId.get(id) : undefined;
    if (record !== undefined && known?.record.version === record.version && known.validUntil === Infinity) {
      return this.#withMembers(known, users);
    }
    this.forget(id);
    if (record === undefined) return undefined;
    // Read after `record`, so never older than its version.
    const refusals = record.kind === 'direct' ? await this.#options.refusals(record.users) : NONE;
    const validUntil = refusals.isLasting ? Infinity : this.#options.clock.monotonic() + MOMENT_MS;
    const cached = { record, members: new Map(), refusing: refusals.by, validUntil };
    if (this.#store.epoch === epoch) this.#remember(this.#byId, id, cached);
    return this.#withMembers(cached, users);
  }

  async #withMembers(known: CachedConversation, users: readonly number[]): Promise<CachedConversation> {
    const { record, members } = known;
    if (record.kind !== 'group' || users.every((user) => members.has(user))) return known;
    const among = await this.#store.run(logQueries.membersAmong, record.id, users);
    const found = new Map(among.map((member) => [member.user, member]));
    const cached = members.size < MAX_MEMBERS ? known : this.#withoutMembers(known);
    for (const user of users) cached.members.set(user, found.get(user));
    return cached;
  }

  /** Whoever has been given `known` goes on with its members. */
  #withoutMembers(known: CachedConversation): CachedConversation {
    const emptied = { ...known, members: new Map() };
    if (this.#byId.get(known.record.id) === known) this.#byId.set(known.record.id, emptied);
    return emptied;
  }

  /** Returns the direct conversation of two users; opens it if there is none. Throws NOT_FOUND. */
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

  #isOutdated({ validUntil }: CachedConversation): boolean {
    return validUntil !== Infinity && validUntil <= this.#options.clock.monotonic();
  }

  /** Call it when this router has changed a conversation. */
  changed(id: number): void {
    this.forget(id);
    this.#options.onChanged?.(id);
  }

  /** Drops a conversation that has changed, or whose version was outdated. */
  forget(id: number): void {
    this.#byId.delete(id);
  }

  /** Empties the cache if the store was restored or replaced. */
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
