/**
 * Copies the write-ahead log into the database before it gets long. Copying takes tens of milliseconds, mostly for the
 * disk, so the reading thread does it and no commit waits. The writing thread then copies only what was added
 * meanwhile; nothing is left, and the next commit restarts the log. If this is not in time, SQLite checkpoints later,
 * within a commit (Database).
 *
 * @module
 */
import type { Logger } from '../../logger.ts';
import type { Thread } from './thread.ts';

/** Copying twice as often costs 60 % more, because the same pages are copied again. */
const CHECKPOINT_PAGES = 10_000;
const TICK_MS = 100;

export interface CheckpointsOptions {
  readonly reader: Thread;
  readonly writer: Thread;
  readonly logger: Logger;
  /** Size of the log, in pages, at which it is copied. */
  readonly pages: number | undefined;
}

export class Checkpoints {
  readonly #options: CheckpointsOptions;
  readonly #timer: NodeJS.Timeout;
  #hasWritten = false;
  #isCopying = false;

  constructor(options: CheckpointsOptions) {
    this.#options = options;
    this.#timer = setInterval(() => void this.#tick(), TICK_MS);
    this.#timer.unref();
  }

  /** Call it whenever something is written. */
  wrote(): void {
    this.#hasWritten = true;
  }

  close(): void {
    clearInterval(this.#timer);
  }

  async #tick(): Promise<void> {
    if (!this.#hasWritten || this.#isCopying) return;
    const { reader, writer, logger, pages = CHECKPOINT_PAGES } = this.#options;
    this.#hasWritten = false;
    this.#isCopying = true;
    try {
      if ((await reader.call('checkpoint', [pages])) === true) writer.tell('checkpoint');
    } catch (error) {
      logger.debug({ err: error }, 'the log was not copied');
    } finally {
      this.#isCopying = false;
    }
  }
}
