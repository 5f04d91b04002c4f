/**
 * Which followers this router runs. A lease is a row that its holder renews; who sees that it is not renewed takes it
 * over, and the fencing number that rises with that makes every later write of the former holder fail.
 *
 * No router compares its clock with another's: each measures for itself how long it has seen no renewal. The holder
 * stops earlier than others take over, counting from before its last renewal, and looks at the wall clock too, because a
 * machine that was suspended does not count that time.
 *
 * @module
 */
import { pause } from '../../clock.ts';
import type { Clock, Timer } from '../../clock.ts';
import { failureFields } from '../../logger.ts';
import type { Logger } from '../../logger.ts';
import { fromStoreError } from '../store-errors.ts';
import type { Follower } from './follower.ts';
import { Lease } from './lease.ts';
import type { Moment } from './lease.ts';
import type { FollowerRecord } from './lease-queries.ts';
import type { FollowerRecords } from './records.ts';

const RENEW_MS = 1000;
/** Without a renewal for so long another router takes over: a second later than the holder has stopped. */
const EXPIRES_MS = 3500;
/** Between taking one and taking another, so that routers that start together share them. */
const SPREAD_MS = 50;

export interface LeasesOptions {
  readonly records: FollowerRecords;
  readonly followers: readonly Pick<Follower, 'name' | 'start'>[];
  /** This router, as nobody else is called, now or later. */
  readonly holder: string;
  /**
   * Several routers may hold leases in this store. If not, a router that starts takes them all: the one before it is no
   * more; and nobody has to renew.
   */
  readonly isShared: boolean;
  readonly clock: Clock;
  readonly logger: Logger;
  /** False: what it did under an earlier lease is still under way. */
  readonly mayTake: (name: string) => boolean;
  readonly gained: (lease: Lease) => void;
  readonly lost: (lease: Lease) => void;
}

interface Seen {
  readonly fence: number;
  readonly beat: number;
  /** Monotonic ms. */
  readonly since: number;
}

export class Leases {
  readonly #options: LeasesOptions;
  readonly #held = new Map<string, Lease>();
  readonly #seen = new Map<string, Seen>();
  /** Looked at once since the start. */
  readonly #tried = new Set<string>();
  #timer: Timer | undefined;
  #running: Promise<void> | undefined;
  #takesMore = true;
  #isClosed = false;

  constructor(options: LeasesOptions) {
    this.#options = options;
  }

  start(): void {
    this.#running = this.#tick().finally(() => this.#schedule(RENEW_MS));
  }

  get held(): ReadonlyMap<string, Lease> {
    return this.#held;
  }

  /** Takes no more, and renews what it holds. */
  takeNoMore(): void {
    this.#takesMore = false;
  }

  /** Others may take at once what was held. Never rejects: without it they take it a little later. Idempotent. */
  async close(): Promise<void> {
    this.#takesMore = false;
    this.#isClosed = true;
    this.#timer?.cancel();
    await this.#running;
    const held = [...this.#held.values()].map((lease) => lease.held);
    this.#held.clear();
    if (held.length === 0) return;
    try {
      await this.#options.records.release(held);
    } catch (error) {
      this.#warn(error, 'leases of followers were not released; they expire');
    }
  }

  /** It was noticed that somebody else has it. */
  lose(lease: Lease): void {
    const { name } = lease;
    if (this.#held.get(name) !== lease) return;
    this.#held.delete(name);
    lease.end();
    this.#options.lost(lease);
  }

  #schedule(delayMs: number): void {
    if (this.#isClosed) return;
    this.#timer = this.#options.clock.after(delayMs, () => this.start());
  }

  /** Never rejects. */
  async #tick(): Promise<void> {
    try {
      await this.#renewAll();
      const found = await this.#records();
      for (const { name } of this.#options.followers) {
        const record = found.get(name);
        if (record !== undefined) await this.#look(record);
      }
    } catch (error) {
      this.#warn(error, 'leases of followers could not be renewed; it is tried again');
    }
  }

  /** By name; those that were not there are made. */
  async #records(): Promise<ReadonlyMap<string, FollowerRecord>> {
    const { records, followers, clock } = this.#options;
    const found = new Map((await records.list()).map((each) => [each.name, each]));
    const missing = followers.filter(({ name }) => !found.has(name));
    if (missing.length === 0) return found;
    for (const { name, start } of missing) await records.register(name, start, clock.now());
    return new Map((await records.list()).map((each) => [each.name, each]));
  }

  async #renewAll(): Promise<void> {
    const { records, isShared } = this.#options;
    for (const lease of this.#held.values()) if (lease.held.epoch !== records.epoch) this.lose(lease);
    if (!isShared || this.#held.size === 0) return;
    const leases = [...this.#held.values()];
    const at = this.#now();
    const kept = new Set(await records.renew(leases.map(({ held }) => held)));
    for (const lease of leases) {
      if (kept.has(lease.held.follower)) lease.renewed(at);
      else this.lose(lease);
    }
  }

  async #look(record: FollowerRecord): Promise<void> {
    const { name, fence, paused } = record;
    const lease = this.#held.get(name);
    if (lease?.held.fence === fence) {
      lease.setPaused(paused === 1);
      return;
    }
    if (lease !== undefined) this.lose(lease);
    if (this.#takesMore && this.#isFree(record) && this.#options.mayTake(name)) await this.#take(record);
  }

  #isFree({ name, holder, fence, beat }: FollowerRecord): boolean {
    const { clock, isShared, holder: self } = this.#options;
    const now = clock.monotonic();
    const seen = this.#seen.get(name);
    const isFirstLook = !this.#tried.has(name);
    this.#tried.add(name);
    // Its own name: it was taken, and the answer got lost.
    if (holder === '' || holder === self || (!isShared && isFirstLook)) return true;
    if (seen?.fence !== fence || seen.beat !== beat) {
      this.#seen.set(name, { fence, beat, since: now });
      return false;
    }
    return isShared && now - seen.since >= EXPIRES_MS;
  }

  async #take(record: FollowerRecord): Promise<void> {
    const { records, holder, clock, isShared, gained } = this.#options;
    const { id: follower, name, fence: before, beat } = record;
    const startedAt = this.#now();
    const { epoch } = records;
    const fence = await records.take({ follower, fence: before, beat }, holder);
    if (fence === undefined) return;
    const lease = new Lease({
      name,
      held: { follower, fence, epoch },
      record,
      startedAt,
      isShared,
      records,
      clock,
      lost: (lost) => this.lose(lost),
    });
    this.#held.set(name, lease);
    // Otherwise it is only held until it is released.
    if (this.#takesMore) gained(lease);
    if (isShared) await pause(clock, SPREAD_MS);
  }

  #now(): Moment {
    const { clock } = this.#options;
    return { monotonic: clock.monotonic(), wall: clock.now() };
  }

  #warn(error: unknown, sentence: string): void {
    this.#options.logger.warn(failureFields(fromStoreError(error)), sentence);
  }
}
