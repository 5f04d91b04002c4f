/**
 * Runs the followers of a router: those whose leases it gets, each in a loop of its own.
 *
 * @module
 */
import type { Bus, Subscription } from '../../bus/bus.ts';
import type { Clock, Random } from '../../clock.ts';
import type { Logger } from '../../logger.ts';
import { CommitHints } from './hints.ts';
import { Holding } from './holding.ts';
import { checkNames } from './follower.ts';
import type { Follower, LogEntry } from './follower.ts';
import type { Lease } from './lease.ts';
import { Leases } from './leases.ts';
import type { FollowerMetrics, FollowerStatus } from './metrics.ts';
import { PositionWriter } from './position-writer.ts';
import { RecentCommits } from './recent.ts';
import type { FollowerRecords } from './records.ts';
import type { Tenure } from './tenure.ts';

/** Commits that are kept for followers, whoever is slower looks into the store. */
const RECENT = { maxCommits: 16_384, maxBytes: 16 * 1_048_576 } as const;
/** What a call under way may take when the router goes down; then it is told to end, and gets a moment to do so. */
const DRAIN_MS = 3000;
const ABORTED_MS = 1000;

export interface FollowerRunnerOptions {
  readonly followers: readonly Follower[];
  readonly records: FollowerRecords;
  /** Several routers may run followers of this store. */
  readonly isShared: boolean;
  readonly bus: Bus;
  /** This node's id. */
  readonly node: string;
  readonly metrics: FollowerMetrics;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
}

export class FollowerRunner {
  readonly #options: FollowerRunnerOptions;
  readonly #recent = new RecentCommits(RECENT);
  /** By name; one that has lost its lease stays here until its last call is over. */
  readonly #holdings = new Map<string, Holding>();
  /** Those of them that somebody uses. */
  readonly #running = new Set<Tenure>();
  readonly #leases: Leases;
  readonly #writer: PositionWriter;
  readonly #hints: CommitHints;
  readonly #status: Subscription;
  #closed: Promise<void> | undefined;

  /** Throws when the followers' names are wrong: a mistake of the program. */
  constructor(options: FollowerRunnerOptions) {
    checkNames(options.followers);
    this.#options = options;
    const { records, followers, isShared, bus, node, clock, random, logger } = options;
    this.#writer = new PositionWriter({
      records,
      clock,
      logger,
      lost: (positions) => this.#lost(positions.held.follower),
    });
    this.#leases = new Leases({
      records,
      followers,
      // So that the same node after a restart is somebody else.
      holder: `${node}-${Buffer.from(random.bytes(8)).toString('hex')}`,
      isShared,
      clock,
      logger,
      mayTake: (name) => !this.#holdings.has(name),
      gained: (lease) => this.#gained(lease),
      lost: (lease) => this.#released(lease),
    });
    this.#hints = new CommitHints({
      bus,
      clock,
      node,
      heard: (conversation, seq) => this.#recent.add({ conversation, seq, time: clock.now() }),
    });
    this.#status = bus.onStatus((status) => {
      // What was told meanwhile is lost.
      if (status === 'up') for (const tenure of this.#running) tenure.lookAgain();
    });
    this.#leases.start();
  }

  /** This router has committed something. The entry is kept: it must not be changed. */
  committed(entry: LogEntry): void {
    if (!this.#isPassed(entry)) this.#recent.add(entry);
    if (this.#leases.held.size < this.#options.followers.length) {
      this.#hints.tell(entry.conversation, entry.seq);
    }
  }

  /** Whether no follower that runs here has to look at it. */
  #isPassed(entry: LogEntry): boolean {
    let isPassed = true;
    for (const tenure of this.#running) if (!tenure.passes(entry)) isPassed = false;
    return isPassed;
  }

  /** How each is, as far as this router knows. */
  statuses(): readonly FollowerStatus[] {
    return this.#options.followers.map(({ name }) => {
      const holding = this.#leases.held.has(name) ? this.#holdings.get(name) : undefined;
      return { name, lag: holding?.lag };
    });
  }

  /**
   * Finishes the calls that are under way, within a bound, notes how far all have come, and lets others take over.
   * Idempotent.
   */
  close(): Promise<void> {
    return (this.#closed ??= this.#close());
  }

  async #close(): Promise<void> {
    this.#status.unsubscribe();
    this.#leases.takeNoMore();
    const holdings = [...this.#holdings.values()];
    for (const holding of holdings) holding.stop();
    const ended = Promise.all(holdings.map(({ done }) => done));
    if (!(await this.#within(DRAIN_MS, ended))) {
      for (const holding of holdings) holding.abort();
      await this.#within(ABORTED_MS, ended);
    }
    await this.#writer.flush();
    await this.#writer.close();
    await this.#leases.close();
    this.#hints.close();
  }

  /** Whether it ended in time. */
  #within(longestMs: number, ended: Promise<unknown>): Promise<boolean> {
    return new Promise((resolve) => {
      const timer = this.#options.clock.after(longestMs, () => resolve(false));
      void ended.then(() => {
        timer.cancel();
        resolve(true);
      });
    });
  }

  #gained(lease: Lease): void {
    const { followers, isShared, logger } = this.#options;
    const follower = followers.find(({ name }) => name === lease.name);
    if (follower === undefined) return;
    // A router that is alone runs them all.
    logger[isShared ? 'info' : 'debug'](
      { follower: lease.name, fence: lease.held.fence },
      'this router runs the follower now',
    );
    this.#hints.setListening(true);
    const holding = new Holding({
      ...this.#options,
      follower,
      lease,
      recent: this.#recent,
      writer: this.#writer,
      running: this.#running,
    });
    this.#holdings.set(lease.name, holding);
    void holding.done.then(() => this.#holdings.delete(lease.name));
  }

  #lost(follower: number): void {
    for (const lease of this.#leases.held.values()) {
      if (lease.held.follower === follower) this.#leases.lose(lease);
    }
  }

  #released(lease: Lease): void {
    const { logger } = this.#options;
    logger.info({ follower: lease.name }, 'another router runs the follower now');
    this.#holdings.get(lease.name)?.forget();
    if (this.#leases.held.size === 0) this.#hints.setListening(false);
  }
}
