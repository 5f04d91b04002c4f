/**
 * Copies the write-ahead log into the database before it gets long. Copying takes tens of milliseconds, mostly for the
 * disk, so the reading thread does it and no commit waits. The writing thread then copies only what was added
 * meanwhile; nothing is left, and the next commit restarts the log. If this is not in time, SQLite checkpoints later,
 * within a commit (Database).
 *
 * The log that begins anew still has what was written to it before, until it is overwritten. So some time after words were
 * erased it is copied and emptied. What others erase meanwhile goes with it: the next commits are slower, since the file
 * grows again.
 *
 * @module
 */
import type { Logger } from '../../logger.ts';
import type { Thread } from './thread.ts';

/** Copying twice as often costs 60 % more, because the same pages are copied again. */
const CHECKPOINT_PAGES = 10_000;
const TICK_MS = 100;
/** What was erased stays in the log for at most about so long. */
const ERASED_MS = 20_000;

export interface CheckpointsOptions {
  readonly reader: Thread;
  readonly writer: Thread;
  readonly logger: Logger;
  /** Size of the log, in pages, at which it is copied. */
  readonly pages: number | undefined;
  /** Tests use less than {@link ERASED_MS}. */
  readonly erasedMs: number | undefined;
}

export class Checkpoints {
  readonly #options: CheckpointsOptions;
  readonly #timer: NodeJS.Timeout;
  #hasWritten = false;
  #isCopying = false;
  /** Monotonic ms when to empty the log. At the start: a process that was killed may have left what was erased. */
  #emptyAt = performance.now();

  constructor(options: CheckpointsOptions) {
    this.#options = options;
    this.#timer = setInterval(() => void this.#tick(), TICK_MS);
    this.#timer.unref();
  }

  /** Call it whenever something is written. */
  wrote(): void {
    this.#hasWritten = true;
  }

  /** Call it when words were erased. */
  erased(): void {
    const { erasedMs = ERASED_MS } = this.#options;
    this.#emptyAt = Math.min(this.#emptyAt, performance.now() + erasedMs);
  }

  close(): void {
    clearInterval(this.#timer);
  }

  async #tick(): Promise<void> {
    const isDue = performance.now() >= this.#emptyAt;
    if ((!this.#hasWritten && !isDue) || this.#isCopying) return;
    const { reader, writer, logger, pages = CHECKPOINT_PAGES } = this.#options;
    this.#hasWritten = false;
    this.#isCopying = true;
    if (isDue) this.#emptyAt = Infinity;
    try {
      const hasCopied = await reader.call('checkpoint', [isDue ? 0 : pages]);
      if (isDue) writer.tell('truncate');
      else if (hasCopied === true) writer.tell('checkpoint');
    } catch (error) {
      logger.debug({ err: error }, 'the log was not copied');
      if (isDue) this.erased();
    } finally {
      this.#isCopying = false;
    }
  }
}
