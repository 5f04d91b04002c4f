/**
 * The port for everything that must see every committed message: webhooks, notifications, search, audit.
 *
 * What a follower may rely on, whatever process dies whenever:
 * - Completeness: it is given every entry of every conversation that was committed after its start and concerns it, at
 *   least once.
 * - Order: entries of one conversation come in the order of their seqs. After a failure it goes back to an earlier seq
 *   and continues from there, so an entry may come again, and then those after it too. There is no order between
 *   conversations.
 * - One at a time: one router runs it, one call after the other. A router that loses the lease begins no further call;
 *   one that was under way may still be running when another router begins.
 * - Independence: a follower that fails or never returns delays neither appends nor other followers.
 *
 * What an entry says may be gone by the time it is given: of a message that has expired sender and place are left, with
 * time 0 and empty content. A follower that keeps words somewhere else erases them there (Feature.personalData).
 *
 * What it owes: `handle` or `settle` resolves when its work is safe, because the entries then count as handled; and it is
 * harmless when the same entries come again, which (conversation, seq) tells.
 *
 * @module
 */

/** A committed message. Shared with others: it must not be changed. */
export interface LogEntry {
  readonly conversation: number;
  /** Its place in the conversation: 1, 2, 3, … */
  readonly seq: number;
  readonly sender: number;
  /** Unix ms; for people, never for order. */
  readonly time: number;
  /** Canonical encoded Content. */
  readonly content: Uint8Array;
  /** It is of the past, and an import has written it: nobody is told of it as of news. Absent: it was said. */
  readonly isImported?: boolean;
}

export type Follower = FollowerBasics & (HandlingFollower | GatheringFollower);

export interface FollowerBasics {
  /** Under which its positions are kept: letters, digits and `-`, at most 64. Another name is another follower. */
  readonly name: string;
  /**
   * What it sees when there was no follower of this name before: everything from the beginning of each log, or only
   * what is committed from now on. `now` is exact for conversations made afterwards; for earlier ones it is the
   * moment, soon after the start, when their heads have been noted.
   */
  readonly start: 'now' | 'beginning';
  /**
   * It is used while this table has rows. While it has none, the follower is given nothing and costs nothing. Whoever adds
   * a row calls prepareUse() before, and lockUse() in the transaction: what is committed from then on is given, and what
   * was committed meanwhile is not. Absent: it is always used.
   */
  readonly usedBy?: string;
  /** Bounds of one call, without what is gathered; at least one entry is given, however large. */
  readonly maxEntries?: number;
  readonly maxBytes?: number;
  /** Of a call of `handle` or `settle`. */
  readonly timeoutMs?: number;
}

/** It is handed what there is. */
export interface HandlingFollower {
  /**
   * Whether it has something to do for an entry. Called for each that this router commits, at once, so it must cost next
   * to nothing. Entries without are handled, as far as positions go, and need not be given; they may be. Absent: it is
   * given all.
   */
  readonly concerns?: ((entry: LogEntry) => boolean) | undefined;
  /**
   * Rejects: the same entries are given again after a while, and nothing after them before. `signal` aborts when the
   * router goes down or lost the lease, or when the call has taken longer than `timeoutMs`: what it does from then
   * on may happen a second time elsewhere.
   */
  readonly handle: (entries: readonly LogEntry[], signal: AbortSignal) => Promise<void>;
  readonly gather?: undefined;
}

/** It keeps little of an entry, and makes that safe for many at once: what is said is not kept for it. */
interface GatheringFollower {
  /** Begins anew, without what another one has gathered and not made safe. Called whenever this router begins to run it. */
  readonly gather: () => Gathering;
  readonly concerns?: undefined;
  readonly handle?: undefined;
}

export interface Gathering {
  /**
   * Given each entry in order, most at the moment of their commit, also while settle() is under way: it must cost next to
   * nothing, and never throw.
   */
  add(entry: LogEntry): void;
  /**
   * Makes safe what was added before; never called twice at once. Rejects: it is called again after a while, for the same. What
   * was added meanwhile belongs to a call after it. Resolves with how long to wait before that, in ms. `signal`: see `handle`.
   */
  settle(signal: AbortSignal): Promise<number>;
}

export const DEFAULTS = { maxEntries: 1000, maxBytes: 1_048_576, timeoutMs: 60_000 } as const;

const NAME = /^[a-z\d-]{1,64}$/i;
const TABLE = /^[a-z_]+$/;

/** Throws when two have one name or a name is not one: mistakes of the program. */
export function checkNames(followers: readonly Follower[]): void {
  const seen = new Set<string>();
  for (const { name, usedBy } of followers) {
    if (!NAME.test(name)) throw new Error(`"${name}" is no name for a follower`);
    if (seen.has(name)) throw new Error(`two followers are called ${name}`);
    seen.add(name);
    if (usedBy !== undefined && !TABLE.test(usedBy)) throw new Error(`"${usedBy}" is no table`);
  }
}
