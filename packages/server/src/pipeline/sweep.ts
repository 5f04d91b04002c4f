/**
 * The head sweep: regularly reads which heads changed recently and advertises them, so that lost pushes are repaired
 * without anybody doing anything (promise 6).
 *
 * @module
 */
import type { Bus } from '../bus/bus.ts';
import type { Clock, Timer } from '../clock.ts';
import { failureFields } from '../logger.ts';
import type { Logger } from '../logger.ts';
import type { LogStore } from '../store/log/log.ts';
import type { Publisher } from './publish.ts';
import type { RecentMembershipChanges } from './recent-membership-changes.ts';
import { fromStoreError } from './store-errors.ts';

/** How long a head is advertised after its last change, so that lost adverts are repeated. */
const WINDOW_MS = 60_000;
const PAGE = 1000;
/**
 * Maximum clock difference that is allowed for. Otherwise a router with a wrong clock would make the others read all
 * heads.
 */
const MAX_LAG_MS = 86_400_000;

/** A reading of the clocks. */
interface Moment {
  /** Monotonic ms. */
  readonly at: number;
  /** The wall clock of the router that was farthest behind. */
  readonly wall: number;
}

export interface HeadSweepOptions {
  readonly log: LogStore;
  readonly bus: Bus;
  readonly publish: Publisher;
  readonly membershipChanges: RecentMembershipChanges;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly intervalMs: number;
  /** False: another router sweeps. After the bus was down, all do. */
  readonly isTurn?: () => boolean;
  /**
   * The latest known wall clocks of all routers. Needed because a head has the time of the router that committed it.
   */
  readonly clocks?: () => readonly number[];
}

export class HeadSweep {
  readonly #options: HeadSweepOptions;
  #timer: Timer | undefined;
  #running: Promise<void> | undefined;
  #isClosed = false;
  /**
   * The clocks at the start, and at each published sweep within the window before the last one, also those of other
   * routers. No head may be missed when a clock jumps, or when the router farthest behind disappears. While the store
   * cannot be read or the bus is down, nothing is removed, so the first sweep afterwards looks back to before the
   * trouble.
   */
  #heard: readonly Moment[];
  readonly #status: { unsubscribe(): void };

  constructor(options: HeadSweepOptions) {
    this.#options = options;
    this.#heard = [this.#now];
    this.#status = options.bus.onStatus((status) => {
      if (status === 'up') void this.run();
    });
    this.#schedule();
  }

  /** Sweeps now, or joins the running sweep. Never rejects. */
  run(): Promise<void> {
    this.#running ??= this.#sweep().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  /** Stops and waits for the running sweep. Idempotent. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#timer?.cancel();
    this.#status.unsubscribe();
    await this.#running;
  }

  #schedule(): void {
    if (this.#isClosed) return;
    this.#timer = this.#options.clock.after(this.#options.intervalMs, () => {
      const { isTurn } = this.#options;
      if (isTurn?.() === false) {
        this.#noteHeard(this.#now);
        this.#repeatMembershipChanges();
        this.#schedule();
      } else void this.run().then(() => this.#schedule());
    });
  }

  get #now(): Moment {
    const { clock, clocks } = this.#options;
    const own = clock.now();
    const lagging = clocks?.().filter((wall) => own - wall < MAX_LAG_MS) ?? [];
    return { at: clock.monotonic(), wall: Math.min(own, ...lagging) };
  }

  /** Each router repeats the changes that it has committed itself. */
  #repeatMembershipChanges(): void {
    const { membershipChanges, publish } = this.#options;
    for (const change of membershipChanges.all()) publish.repeatMembershipChange(change);
  }

  #noteHeard(now: Moment): void {
    if (this.#options.bus.status === 'up')
      this.#heard = [...this.#heard.filter(({ at }) => now.at - at <= WINDOW_MS), now];
  }

  async #sweep(): Promise<void> {
    const { log, publish, logger } = this.#options;
    const now = this.#now;
    const since = Math.min(now.wall, ...this.#heard.map(({ wall }) => wall)) - WINDOW_MS;
    this.#repeatMembershipChanges();
    try {
      for (let after = 0; !this.#isClosed;) {
        const heads = await log.changedHeads(since, after, PAGE);
        publish.advert(heads);
        const last = heads.at(-1);
        if (last === undefined || heads.length < PAGE) break;
        after = last.conversation;
      }
      this.#noteHeard(now);
    } catch (error) {
      logger.warn(failureFields(fromStoreError(error)), 'the head sweep failed and is tried again');
    }
  }
}
