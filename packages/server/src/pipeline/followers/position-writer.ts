/**
 * Writes the positions of all followers that this router runs, several in one transaction. What it may take of the
 * store's time is bounded, because appends need it: after a write it rests for many times as long as that took. So when
 * the store has nothing else to do a position is written at once, and when it is busy rarely.
 *
 * @module
 */
import type { Clock, Timer } from '../../clock.ts';
import { failureFields } from '../../logger.ts';
import type { Logger } from '../../logger.ts';
import { fromStoreError } from '../store-errors.ts';
import type { PositionWrite } from './position-queries.ts';
import type { Positions } from './positions.ts';
import type { FollowerRecords } from './records.ts';

/** How many times as long as a write the rest after it is: 40 makes 2.5 % of the time. */
const REST_FACTOR = 40;
/**
 * What a write may cost the store, as a bound on the rest: what it took beyond that it spent waiting for others. In ms,
 * for a write and for each of its conversations.
 */
const COST_MS = { write: 5, conversation: 0.008 } as const;
const RETRY_MS = 1000;
/** Of one transaction. */
const MAX_CONVERSATIONS = 2000;

export interface PositionWriterOptions {
  readonly records: FollowerRecords;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Another router holds the follower now. */
  readonly lost: (positions: Positions) => void;
}

interface Taken {
  readonly positions: Positions;
  readonly write: PositionWrite;
}

export class PositionWriter {
  readonly #options: PositionWriterOptions;
  readonly #sources = new Set<Positions>();
  #timer: Timer | undefined;
  #writing: Promise<boolean> | undefined;
  /** Monotonic ms. */
  #restsUntil = 0;
  readonly #waiting: (() => void)[] = [];
  #isClosed = false;

  constructor(options: PositionWriterOptions) {
    this.#options = options;
  }

  add(positions: Positions): void {
    this.#sources.add(positions);
  }

  /** What is not written of it never is. */
  remove(positions: Positions): void {
    this.#sources.delete(positions);
  }

  /** Some positions have changed: they are written soon. */
  changed(): void {
    if (this.#isClosed || this.#timer !== undefined || this.#writing !== undefined) return;
    const { clock } = this.#options;
    const restMs = Math.max(0, this.#restsUntil - clock.monotonic());
    this.#timer = clock.after(restMs, () => {
      this.#timer = undefined;
      void this.#write().then(() => {
        if (this.#hasMore()) this.changed();
      });
    });
  }

  /** Resolves after the next write, whatever became of it. */
  async next(): Promise<void> {
    this.changed();
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  /** Writes what there is, without a rest; gives up when a write fails. */
  async flush(): Promise<void> {
    await this.#writing;
    while (this.#hasMore() && (await this.#write()));
  }

  /** Writes no more. Idempotent. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#timer?.cancel();
    this.#timer = undefined;
    await this.#writing;
    this.#release();
  }

  #hasMore(): boolean {
    for (const each of this.#sources) if (each.needsWrite) return true;
    return false;
  }

  /** Never rejects. False: it failed. */
  #write(): Promise<boolean> {
    this.#writing ??= this.#writeOnce().finally(() => {
      this.#writing = undefined;
      this.#release();
    });
    return this.#writing;
  }

  async #writeOnce(): Promise<boolean> {
    const { records, clock, logger } = this.#options;
    const start = clock.monotonic();
    const taken = this.#take();
    if (taken.length === 0) return true;
    try {
      const outcomes = await records.writePositions(taken.map(({ write }) => write));
      taken.forEach(({ positions, write }, index) => {
        positions.settle(write, true);
        if (outcomes[index] !== true) this.#lose(positions);
      });
      const end = clock.monotonic();
      this.#restsUntil = end + Math.min(end - start, costOf(taken)) * REST_FACTOR;
      return true;
    } catch (error) {
      for (const { positions, write } of taken) positions.settle(write, false);
      this.#restsUntil = clock.monotonic() + RETRY_MS;
      logger.warn(
        failureFields(fromStoreError(error)),
        'positions of followers were not written; they are tried again',
      );
      return false;
    }
  }

  #take(): readonly Taken[] {
    const sources = [...this.#sources].filter((each) => each.needsWrite);
    const share = Math.ceil(MAX_CONVERSATIONS / Math.max(1, sources.length));
    return sources.map((positions) => ({ positions, write: positions.take(share) }));
  }

  #lose(positions: Positions): void {
    this.#sources.delete(positions);
    this.#options.lost(positions);
  }

  #release(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}

function costOf(taken: readonly Taken[]): number {
  const conversations = taken.reduce((sum, { write }) => sum + write.moves.length / 2, 0);
  return COST_MS.write + conversations * COST_MS.conversation;
}
