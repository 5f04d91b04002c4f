/**
 * Copies the write-ahead log into the database before it gets long. Copying takes tens of milliseconds, most of them
 * for the disk, so the thread that reads does it, and no commit waits for it. The thread that writes copies only what
 * came meanwhile: then nothing is left, and the next commit begins the log anew. Should that not be in time, SQLite
 * checkpoints in a commit, later (Database).
 *
 * @module
 */
import type { Logger } from '../../logger.ts';
import type { Thread } from './thread.ts';

/** Copying twice as often costs 60 % more, since the same pages come again. */
const CHECKPOINT_PAGES = 10_000;
const TICK_MS = 100;

export interface CheckpointsOptions {
  readonly reader: Thread;
  readonly writer: Thread;
  readonly logger: Logger;
  /** Pages in the log before they are copied. */
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

  /** Something is being written. */
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
