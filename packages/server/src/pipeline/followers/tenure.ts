/**
 * One follower while this router runs it: gathers what waits for it, hands it over batch by batch, and remembers how
 * far it has come.
 *
 * @module
 */
import type { Clock, Random } from '../../clock.ts';
import { failureFields } from '../../logger.ts';
import type { Logger } from '../../logger.ts';
import { StoreError } from '../../store/store.ts';
import { fromStoreError } from '../store-errors.ts';
import { nextBatch } from './batch.ts';
import { DEFAULTS } from './follower.ts';
import type { Follower, LogEntry } from './follower.ts';
import type { Lease } from './lease.ts';
import type { FollowerMetrics } from './metrics.ts';
import { Pending } from './pending.ts';
import type { PositionWriter } from './position-writer.ts';
import { Positions } from './positions.ts';
import type { RecentCommits } from './recent.ts';
import type { FollowerRecords } from './records.ts';
import { Scan } from './scan.ts';

/** Calls begin at least so far apart, so that a busy log gives larger batches; a lone message waits for nothing. */
const PACE_MS = 10;
/** Conversations that wait in memory; beyond it the scan rests. */
const MAX_PENDING = 2000;
/** Conversations whose position is not written; beyond it the follower waits. */
const MAX_UNWRITTEN = 20_000;
/** Conversations whose heads are noted at once, and how many times as long as that took the rest after it is. */
const SEED_PAGE = 1000;
const SEED_REST_FACTOR = 30;
const RETRY_MS = { first: 100, most: 30_000 } as const;
/** Conversations that are looked at to say how far behind it is. */
const BACKLOG_LIMIT = 100_000;

export interface TenureOptions {
  readonly follower: Follower;
  readonly lease: Lease;
  readonly records: FollowerRecords;
  readonly recent: RecentCommits;
  readonly writer: PositionWriter;
  readonly metrics: FollowerMetrics;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
}

export class Tenure {
  readonly #options: TenureOptions;
  readonly #pending = new Pending();
  readonly #scan: Scan;
  readonly positions: Positions;
  /** The number of the next commit to look at. */
  #next: number;
  /** How many entries were behind, as far as they are not found yet. */
  #backlog = 0;
  #failures = 0;
  #isStopping = false;
  readonly #abort = new AbortController();
  #wake: () => void = () => {};
  /** Resolves when nothing of it runs any more. */
  readonly done: Promise<void>;

  constructor(options: TenureOptions) {
    this.#options = options;
    const { records, lease, clock, recent } = options;
    this.positions = new Positions(records, lease.held, lease.record.mark);
    this.#scan = new Scan({ records, positions: this.positions, pending: this.#pending, clock });
    // What was committed before is the scan's to find.
    this.#next = recent.end;
    lease.listen(() => {
      if (lease.isEnded) this.abort();
      this.#wake();
    });
    this.done = this.#run();
  }

  get name(): string {
    return this.#options.follower.name;
  }

  /** Something may have been missed. */
  lookAgain(): void {
    this.#scan.want();
    this.#wake();
  }

  /** Begins no further call. */
  stop(): void {
    this.#isStopping = true;
    this.#wake();
  }

  /** The call that is under way should end: what it does may be done elsewhere too. */
  abort(): void {
    this.stop();
    this.#abort.abort();
  }

  /** Entries that wait; an estimate while it looks for what it has missed. */
  get lag(): number {
    const found = this.#pending.entries((conversation) => this.positions.get(conversation));
    return Math.max(this.#backlog, found) + this.#options.recent.end - this.#next;
  }

  /** For how long something has been waiting, in ms. */
  get lagMs(): number {
    const { recent, clock } = this.#options;
    const waiting = recent.at(Math.max(this.#next, recent.first))?.at;
    const oldest = Math.min(this.#pending.oldest() ?? Infinity, waiting ?? Infinity);
    return oldest === Infinity ? 0 : Math.max(0, clock.now() - oldest);
  }

  async #run(): Promise<void> {
    const { recent, writer } = this.#options;
    const silence = recent.listen(() => this.#wake());
    writer.add(this.positions);
    try {
      await this.#repeatedly(() => this.#seed());
      await this.#repeatedly(() => this.#estimate());
      while (!this.#isStopping) await this.#repeatedly(() => this.#step());
    } finally {
      silence();
    }
  }

  /** Until it works, or it is over. */
  async #repeatedly(attempt: () => Promise<void>): Promise<void> {
    while (!this.#isStopping) {
      try {
        await attempt();
        this.#failures = 0;
        return;
      } catch (error) {
        await this.#failed(error);
      }
    }
  }

  /** Notes the heads there are, for a follower that starts now. */
  async #seed(): Promise<void> {
    const { records, lease, clock } = this.#options;
    if (lease.record.seeded >= lease.record.seed_through) return;
    while (!this.#isStopping) {
      const start = clock.monotonic();
      const outcome = await records.seed(lease.held, SEED_PAGE);
      if (outcome === 'done') return;
      if (outcome === 'lost') await lease.renew();
      // Appends come first.
      else await this.#sleep((clock.monotonic() - start) * SEED_REST_FACTOR, { isPatient: true });
    }
  }

  async #estimate(): Promise<void> {
    const { records, lease } = this.#options;
    this.#backlog = await records.backlog(lease.held.follower, lease.record.mark, BACKLOG_LIMIT);
  }

  async #step(): Promise<void> {
    const { lease, records, follower } = this.#options;
    if (lease.isPaused) return this.#sleep(Infinity);
    this.#hear();
    if (this.#pending.size < MAX_PENDING && this.#scan.dueInMs === 0) await this.#scan.step();
    const parts = { pending: this.#pending, positions: this.positions, records };
    const { entries, broken } = await nextBatch(parts, { ...DEFAULTS, ...follower });
    if (broken !== undefined) this.#distrust(broken);
    this.#settle();
    if (entries.length === 0) {
      if (this.#pending.size === 0) await this.#idle();
      return;
    }
    if ((await lease.ensure()) && !this.#isStopping) await this.#handle(entries);
  }

  /** Takes over what was committed since the last look. */
  #hear(): void {
    const { recent, follower } = this.#options;
    const { maxEntries = DEFAULTS.maxEntries, maxBytes = DEFAULTS.maxBytes } = follower;
    if (this.#next < recent.first) {
      this.#backlog += recent.first - this.#next;
      this.#next = recent.first;
      this.#scan.want();
    }
    for (let count = 0; count < maxEntries && this.#pending.size < MAX_PENDING; count++) {
      const commit = recent.at(this.#next);
      if (commit === undefined || this.#pending.bytes > maxBytes) return;
      this.#pending.add(commit);
      this.#next += 1;
    }
  }

  /** The log has not what somebody said: the store is asked again, after a while. */
  #distrust(conversation: number): never {
    this.#pending.forget(conversation);
    this.#scan.startOver();
    throw new Error(`the log lacks an entry of conversation ${conversation}`);
  }

  #settle(): void {
    this.#scan.settle();
    if (this.#pending.due === 0 && this.#scan.hasLooked) this.#backlog = 0;
    if (this.positions.needsWrite) this.#options.writer.changed();
  }

  async #handle(entries: readonly LogEntry[]): Promise<void> {
    const { clock, writer, metrics, follower } = this.#options;
    const start = clock.monotonic();
    await this.#call(entries);
    // Another router may have handled them, and more.
    if (this.#options.lease.isEnded) return;
    for (const { conversation, seq } of entries) this.positions.advance(conversation, seq);
    for (const { conversation } of entries) {
      this.#pending.handled(conversation, this.positions.get(conversation) ?? 0);
    }
    metrics.handled.inc({ follower: follower.name }, entries.length);
    this.#backlog = Math.max(0, this.#backlog - entries.length);
    this.#settle();
    if (this.positions.unwritten > MAX_UNWRITTEN) await writer.next();
    const restMs = PACE_MS - (clock.monotonic() - start);
    if (restMs > 0) await this.#sleep(restMs, { isPatient: true });
  }

  async #call(entries: readonly LogEntry[]): Promise<void> {
    const { clock, follower, logger } = this.#options;
    const { timeoutMs = DEFAULTS.timeoutMs } = follower;
    const timeout = new AbortController();
    const timer = clock.after(timeoutMs, () => {
      logger.error({ follower: follower.name, timeoutMs }, 'a follower does not come to an end');
      timeout.abort();
    });
    try {
      await follower.handle(entries, AbortSignal.any([this.#abort.signal, timeout.signal]));
    } finally {
      timer.cancel();
    }
  }

  /** Waits before the next attempt, longer each time. */
  async #failed(error: unknown): Promise<void> {
    const { follower, logger, random, metrics } = this.#options;
    this.#failures += 1;
    metrics.failures.inc({ follower: follower.name });
    const longestMs = Math.min(RETRY_MS.first * 2 ** (this.#failures - 1), RETRY_MS.most);
    const retryMs = Math.round(longestMs * (0.5 + random.unit() / 2));
    const fields = error instanceof StoreError ? failureFields(fromStoreError(error)) : { err: error };
    logger.warn(
      { follower: follower.name, ...fields, failures: this.#failures, retryMs },
      'a follower failed; the same entries come again',
    );
    await this.#sleep(retryMs, { isPatient: true });
  }

  /** Until something is committed or the scan is due. */
  async #idle(): Promise<void> {
    if (this.#options.recent.end > this.#next) return;
    await this.#sleep(this.#scan.dueInMs);
  }

  /** `isPatient`: only the end wakes it. */
  async #sleep(delayMs: number, { isPatient = false } = {}): Promise<void> {
    if (this.#isStopping || delayMs <= 0) return;
    const { clock } = this.#options;
    await new Promise<void>((resolve) => {
      const timer = delayMs === Infinity ? undefined : clock.after(delayMs, resolve);
      this.#wake = () => {
        if (isPatient && !this.#isStopping) return;
        timer?.cancel();
        resolve();
      };
    });
    this.#wake = () => {};
  }
}
