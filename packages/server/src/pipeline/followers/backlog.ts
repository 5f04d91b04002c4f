/**
 * What waits for a follower: what was committed since it was taken over, as this router heard of it, and what a scan
 * of the store has found.
 *
 * @module
 */
import type { Clock } from '../../clock.ts';
import { atHand, fromPending, sizeOf } from './batch.ts';
import type { Batch, BatchBounds, Found } from './batch.ts';
import { Pending } from './pending.ts';
import type { Gathering, LogEntry } from './follower.ts';
import type { Positions } from './positions.ts';
import type { Reader, RecentCommits } from './recent.ts';
import type { FollowerRecords } from './records.ts';
import { Scan } from './scan.ts';

/** Conversations that wait in memory; beyond it neither the scan nor the walk goes on. */
const MAX_PENDING = 2000;
/** Conversations of which something may be gathered; beyond it entries wait among the recent commits. */
const MAX_GATHERED = 50_000;
/** Of what is gathered at once, since little is kept of it. */
const UNBOUNDED: BatchBounds = { maxEntries: Infinity, maxBytes: Infinity };
/** Conversations that are looked at to say how far behind the follower is. */
const ESTIMATE_LIMIT = 100_000;

export interface BacklogOptions {
  readonly positions: Positions;
  readonly records: FollowerRecords;
  readonly recent: RecentCommits;
  readonly bounds: BatchBounds;
  /** Gets entries as soon as they are known. Absent: they are given by the batch. */
  readonly gathering: Gathering | undefined;
  readonly clock: Clock;
}

export class Backlog {
  readonly #options: BacklogOptions;
  readonly #pending = new Pending();
  readonly #scan: Scan;
  readonly #reader: Reader;
  /** How many entries are behind that are not found yet, about. */
  #unseen = 0;
  /** Whose turn it is. */
  #turn: 'recent' | 'pending' = 'recent';
  /** Unix ms: since when something is gathered that belongs to no batch yet. */
  #gatheredSince = 0;
  /** Given out and not handled. */
  #batch: Batch | undefined;

  constructor(options: BacklogOptions) {
    this.#options = options;
    const { positions, records, recent, clock } = options;
    this.#scan = new Scan({ records, positions, pending: this.#pending, clock });
    // What was committed before is the scan's to find.
    this.#reader = recent.reader();
  }

  /** Hears of nothing more. Idempotent. */
  close(): void {
    this.#reader.close();
  }

  /** Entries that wait; an estimate while the scan looks for what was missed. */
  get entries(): number {
    const { positions, recent } = this.#options;
    const found = this.#pending.entries((conversation) => positions.get(conversation)?.seq);
    return Math.max(this.#unseen, found) + this.#underWay() + recent.end - this.#reader.next;
  }

  /** Unix ms: since when something waits, about; undefined: nothing does. */
  get oldest(): number | undefined {
    const { recent, positions } = this.#options;
    const waiting = recent.at(Math.max(this.#reader.next, recent.first))?.time ?? Infinity;
    const gathered = positions.given.length > 0 ? this.#gatheredSince : Infinity;
    const given = Math.min(this.#batch?.oldest ?? Infinity, gathered);
    const oldest = Math.min(this.#pending.oldest() ?? Infinity, given, waiting);
    return oldest === Infinity ? undefined : oldest;
  }

  /** Ms until something is due though nothing is committed. */
  get dueInMs(): number {
    const { recent, positions } = this.#options;
    const waits = this.#pending.size > 0 || recent.end > this.#reader.next || positions.given.length > 0;
    return waits ? 0 : this.#scan.dueInMs;
  }

  /** Whether it would be wrong to wait until more has gathered. */
  get hasFullBatch(): boolean {
    const { recent, bounds } = this.#options;
    return this.#pending.size > 0 || recent.end - this.#reader.next >= bounds.maxEntries;
  }

  /** An entry has just been committed that need not be given. False: it waits with what is before it. */
  pass({ conversation, seq }: LogEntry): boolean {
    return !this.#pending.has(conversation) && this.#options.positions.pass(conversation, seq);
  }

  /** An entry has just been committed. True: it is gathered. False: it waits with what is before it. */
  gather(entry: LogEntry): boolean {
    const { positions, gathering } = this.#options;
    const { conversation, seq, time } = entry;
    const place = this.#pending.has(conversation) ? undefined : positions.get(conversation);
    if (gathering === undefined || place?.given !== seq - 1) return false;
    if (positions.given.length >= MAX_GATHERED) return false;
    if (positions.given.length === 0) this.#gatheredSince = time;
    positions.give(place, seq);
    gathering.add(entry);
    return true;
  }

  /** Rejects with a StoreError. */
  async estimate(): Promise<void> {
    const { records, positions } = this.#options;
    this.#unseen = await records.backlog(positions.held.follower, positions.mark, ESTIMATE_LIMIT);
  }

  /** Something may have been missed. */
  lookAgain(): void {
    this.#scan.want();
  }

  /**
   * The same batch until it is handled. Undefined: nothing waits that is known of. Rejects with a StoreError, and when
   * the log lacks what it was said to have.
   */
  async next(): Promise<Batch | undefined> {
    this.#batch ??= await this.#compose();
    if (this.#batch === undefined) this.#settle();
    return this.#batch;
  }

  /** The last batch that was given out is handled: positions move. */
  handled(): void {
    const batch = this.#batch;
    if (batch === undefined) return;
    for (const move of batch.moves) this.#options.positions.advance(move);
    this.#batch = undefined;
    // The scan stands still while a batch is out, so a pass that has ended had ended before it was composed.
    this.#settle();
  }

  /** Entries that are gathered, or heard of and in the batch. */
  #underWay(): number {
    const batched = this.#batch?.moves.map(({ place }) => place) ?? [];
    const places = new Set([...this.#options.positions.given, ...batched]);
    let count = 0;
    for (const { conversation, given, seq } of places)
      if (!this.#pending.has(conversation)) count += given - seq;
    return count;
  }

  /** Raises the mark as far as everything is handled. */
  #settle(): void {
    this.#scan.settle();
    if (this.#pending.due === 0 && this.#scan.hasLooked) this.#unseen = 0;
  }

  async #compose(): Promise<Batch | undefined> {
    const found = await this.#find();
    const moves = this.#options.positions.takeGiven();
    if (moves.length === 0) return undefined;
    this.#unseen = Math.max(0, this.#unseen - sizeOf({ moves }));
    return { ...(found ?? { entries: [], read: 0, oldest: this.#gatheredSince }), moves };
  }

  async #find(): Promise<Found | undefined> {
    if (this.#pending.size < MAX_PENDING && this.#scan.dueInMs === 0) await this.#scan.step();
    if (this.#options.gathering !== undefined) return this.#gatherWaiting();
    // In turns, so that neither what is new nor what is old has to wait for all of the other.
    const heard = this.#turn === 'recent' || this.#pending.size === 0 ? this.#hear() : undefined;
    this.#turn = heard === undefined ? 'recent' : 'pending';
    return heard ?? (await this.#fromPending());
  }

  /**
   * All that can be had at once. While anything of a conversation waits, what is said there waits behind it, so however busy
   * the log is, this has to come to the end of what waits.
   */
  async #gatherWaiting(): Promise<Found | undefined> {
    const heard = this.#hear();
    const found = this.#pending.size > 0 ? await this.#fromPending() : undefined;
    // What was committed meanwhile.
    if (found !== undefined) this.#hear();
    const oldest = Math.min(heard?.oldest ?? Infinity, found?.oldest ?? Infinity);
    return oldest === Infinity ? undefined : { entries: [], read: found?.read ?? 0, oldest };
  }

  async #fromPending(): Promise<Found | undefined> {
    const { positions, records, bounds, gathering } = this.#options;
    const found = await fromPending({ pending: this.#pending, positions, records, gathering }, bounds);
    if (found === undefined || 'entries' in found) return found;
    this.#pending.forget(found.broken);
    this.#scan.startOver();
    throw new Error(`the log lacks an entry of conversation ${found.broken}`);
  }

  /** Walks along the recent commits. What does not follow on directly is left to the next turn. */
  #hear(): Found | undefined {
    const { recent, positions, bounds, gathering } = this.#options;
    const missed = recent.first - this.#reader.next;
    if (missed > 0) {
      this.#unseen += missed;
      this.#scan.want();
    }
    const from = Math.max(this.#reader.next, recent.first);
    const { found, next } = atHand(
      {
        recent,
        from,
        positions,
        pending: this.#pending,
        maxPending: { conversations: MAX_PENDING, bytes: bounds.maxBytes },
        gathering,
      },
      gathering === undefined ? bounds : UNBOUNDED,
    );
    this.#reader.advance(next);
    return found;
  }
}
