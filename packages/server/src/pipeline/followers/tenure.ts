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
import { Backlog } from './backlog.ts';
import { sizeOf } from './batch.ts';
import type { Batch } from './batch.ts';
import { DEFAULTS } from './follower.ts';
import type { Follower, Gathering, LogEntry } from './follower.ts';
import type { Lease } from './lease.ts';
import type { FollowerRecord } from './lease-queries.ts';
import type { FollowerMetrics } from './metrics.ts';
import type { PositionWriter } from './position-writer.ts';
import { Positions } from './positions.ts';
import type { RecentCommits } from './recent.ts';
import type { FollowerRecords } from './records.ts';

/** Calls begin so far apart while a batch is not full, so that a busy log gives larger ones; a lone message waits for nothing. */
const PACE_MS = 25;
/** For each entry that was read from the store: catching up leaves the process and the store to others most of the time. */
const CATCH_UP_MS = 0.05;
/** Conversations whose position is not written; beyond it the follower waits. */
const MAX_UNWRITTEN = 50_000;
/** Conversations whose heads are noted at once, and how many times as long as that took the rest after it is. */
const SEED_PAGE = 1000;
const SEED_REST_FACTOR = 30;
const RETRY_MS = { first: 100, most: 30_000 } as const;

export interface TenureOptions {
  readonly follower: Follower;
  readonly lease: Lease;
  /** As it stands now. */
  readonly record: FollowerRecord;
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
  readonly positions: Positions;
  readonly #backlog: Backlog;
  readonly #gathering: Gathering | undefined;
  #failures = 0;
  #isStopping = false;
  #isAborted = false;
  /** Of the call that is under way. */
  #call: AbortController | undefined;
  #wake: () => void = () => {};
  /** Resolves when nothing of it runs any more. */
  readonly done: Promise<void>;

  constructor(options: TenureOptions) {
    this.#options = options;
    const { records, lease, record, clock, recent, follower } = options;
    this.positions = new Positions(records, lease.held, record.mark);
    const bounds = { ...DEFAULTS, ...follower };
    const gathering = follower.gather?.();
    this.#gathering = gathering;
    this.#backlog = new Backlog({ positions: this.positions, records, recent, bounds, gathering, clock });
    const silence = lease.listen(() => {
      if (lease.isEnded) this.abort();
      this.#wake();
    });
    this.done = this.#run().finally(silence);
  }

  /** This router has committed an entry. True: it does not concern the follower and is handled, or it is gathered. */
  passes(entry: LogEntry): boolean {
    const { follower, writer, lease } = this.#options;
    if (this.#isStopping || this.positions.unwritten > MAX_UNWRITTEN) return false;
    if (this.#gathering !== undefined) {
      if (lease.isPaused || !this.#backlog.gather(entry)) return false;
      this.#wake();
      return true;
    }
    if (follower.concerns?.(entry) !== false || !this.#backlog.pass(entry)) return false;
    writer.changed();
    return true;
  }

  /** Something may have been missed. */
  lookAgain(): void {
    this.#backlog.lookAgain();
    this.#wake();
  }

  /** Begins no further call. */
  stop(): void {
    this.#isStopping = true;
    this.#wake();
  }

  /** The call that is under way should end: what it does may be done elsewhere too. */
  abort(): void {
    this.#isAborted = true;
    this.#call?.abort();
    this.stop();
  }

  /** How much waits, and for how long. */
  get lag(): { readonly entries: number; readonly ms: number } {
    const { entries, oldest } = this.#backlog;
    const now = this.#options.clock.now();
    return { entries, ms: Math.max(0, now - (oldest ?? now)) };
  }

  async #run(): Promise<void> {
    this.#options.writer.add(this.positions);
    await this.#repeatedly(() => this.#seed());
    await this.#repeatedly(() => this.#backlog.estimate());
    while (!this.#isStopping) await this.#repeatedly(() => this.#step());
    this.#backlog.close();
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
    const { records, lease, record, clock } = this.#options;
    if (record.seeded >= record.seed_through) return;
    while (!this.#isStopping) {
      const start = clock.monotonic();
      const outcome = await records.seed(lease.held, SEED_PAGE);
      if (outcome === 'done') return;
      if (outcome === 'lost') await lease.renew();
      // Appends come first.
      else await this.#sleep((clock.monotonic() - start) * SEED_REST_FACTOR);
    }
  }

  async #step(): Promise<void> {
    const { lease, writer } = this.#options;
    if (lease.isPaused) return this.#sleep(Infinity, 'lease');
    const batch = await this.#backlog.next();
    if (this.positions.needsWrite) writer.changed();
    if (batch === undefined) return this.#sleep(this.#backlog.dueInMs, 'commit');
    if ((await lease.ensure()) && !this.#isStopping) await this.#handle(batch);
  }

  async #handle(batch: Batch): Promise<void> {
    const { clock, writer, metrics, follower, lease } = this.#options;
    const start = clock.monotonic();
    const size = sizeOf(batch);
    const askedMs = await this.#hand(batch);
    // Another router may have handled them, and more.
    if (lease.isEnded) return;
    this.#backlog.handled();
    writer.changed();
    metrics.handled.inc({ follower: follower.name }, size);
    if (this.positions.unwritten > MAX_UNWRITTEN) await writer.next();
    await this.#sleep(this.#restMs(batch, { askedMs, tookMs: clock.monotonic() - start }));
  }

  #restMs(
    { read }: Batch,
    { askedMs, tookMs }: { readonly askedMs: number; readonly tookMs: number },
  ): number {
    return this.#backlog.hasFullBatch ? read * CATCH_UP_MS : Math.max(askedMs, PACE_MS - tookMs);
  }

  /** Returns how long the follower wants to be left alone. */
  async #hand({ entries }: Batch): Promise<number> {
    const { clock, follower, logger } = this.#options;
    const { timeoutMs = DEFAULTS.timeoutMs } = follower;
    const call = new AbortController();
    this.#call = call;
    if (this.#isAborted) call.abort();
    const timer = clock.after(timeoutMs, () => {
      logger.error({ follower: follower.name, timeoutMs }, 'a follower does not come to an end');
      call.abort();
    });
    try {
      if (this.#gathering !== undefined) return await this.#gathering.settle(call.signal);
      await follower.handle?.(entries, call.signal);
      return 0;
    } finally {
      timer.cancel();
      this.#call = undefined;
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
    await this.#sleep(retryMs);
  }

  /** The end always wakes it; a change of the lease and the next commit on demand. */
  async #sleep(delayMs: number, until?: 'lease' | 'commit'): Promise<void> {
    if (this.#isStopping || delayMs <= 0) return;
    const { clock, recent } = this.#options;
    const woken = Promise.withResolvers<void>();
    this.#wake = () => {
      if (until !== undefined || this.#isStopping) woken.resolve();
    };
    const timer = delayMs === Infinity ? undefined : clock.after(delayMs, woken.resolve);
    const silence = until === 'commit' ? recent.onNext(woken.resolve) : undefined;
    await woken.promise;
    timer?.cancel();
    silence?.();
    this.#wake = () => {};
  }
}
