/**
 * The caller’s side of a thread. Calls that arrive while the thread works are sent together when it is done.
 *
 * @module
 */
import { Worker } from 'node:worker_threads';
import type { Logger } from '../../logger.ts';
import { StoreError } from '../store.ts';
import { toStoreError } from './failures.ts';
import { ERASED } from './messages.ts';
import type { CallMessage, ControlMessage, Opened, ResultMessage, ThreadData } from './messages.ts';

interface Waiting extends CallMessage {
  readonly transfer: readonly ArrayBuffer[];
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: StoreError) => void;
}

/** The source in a checkout, the built file in an installed package. */
const ENTRY = new URL(import.meta.url.endsWith('.ts') ? './worker.ts' : './worker.js', import.meta.url);

/**
 * Maximum calls sent to a reader together. More would save little, and one call could wait for thousands, as when all
 * clients reconnect at once. A writer gets all waiting calls, since they share a commit.
 */
const READER_BATCH = 250;

/** Minimum delay between restarts of a crashing thread. */
const RESTART_DELAY_MS = 500;

export class Thread {
  readonly #data: ThreadData;
  readonly #logger: Logger;
  readonly #onErased: () => void;
  #worker: Worker | undefined;
  #queue: Waiting[] = [];
  #working: readonly Waiting[] = [];
  #isClosed = false;
  #closed: Promise<void> | undefined;
  #idle: (() => void) | undefined;

  /** `onErased`: words were erased that the log may still have. Called after each commit as long as that is so. */
  constructor(data: ThreadData, logger: Logger, onErased: () => void = () => {}) {
    this.#data = data;
    this.#logger = logger;
    this.#onErased = onErased;
  }

  /** Resolves when the database is open. Rejects with a StoreError that says why it cannot be opened. */
  async open(): Promise<void> {
    const worker = new Worker(ENTRY, { workerData: this.#data });
    const opened = await new Promise<Opened>((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', reject);
    });
    if ('failure' in opened) throw toStoreError(opened.failure);
    worker.removeAllListeners('error');
    worker.on('message', (message: readonly ResultMessage[] | typeof ERASED) => {
      if (message === ERASED) this.#onErased();
      else this.#settle(message);
    });
    worker.on('error', (error: unknown) => this.#crashed(worker, error));
    worker.on('exit', () => this.#crashed(worker, new Error('the thread has ended')));
    this.#worker = worker;
    this.#send();
  }

  /** Runs one call. Rejects with a StoreError. `transfer`: buffers to move to the thread. */
  call(name: string, args: readonly unknown[], transfer: readonly ArrayBuffer[] = []): Promise<unknown> {
    if (this.#isClosed) return Promise.reject(new StoreError('closed', 'the store is closed'));
    return new Promise((resolve, reject) => {
      this.#queue.push({ name, args, transfer, resolve, reject });
      if (this.#queue.length === 1 && this.#working.length === 0) {
        // Calls of the same turn are sent together.
        queueMicrotask(() => this.#send());
      }
    });
  }

  /** Sends a message without a result, after the calls in progress. */
  tell(message: Exclude<ControlMessage, 'close'>): void {
    this.#worker?.postMessage(message);
  }

  /** Waits for running calls, then ends the thread. Idempotent. */
  close(): Promise<void> {
    this.#isClosed = true;
    return (this.#closed ??= this.#close());
  }

  async #close(): Promise<void> {
    if (this.#queue.length > 0 || this.#working.length > 0) {
      await new Promise<void>((resolve) => (this.#idle = resolve));
    }
    const worker = this.#worker;
    this.#worker = undefined;
    if (worker === undefined) return;
    const ended = new Promise((resolve) => worker.once('exit', resolve));
    worker.postMessage('close' satisfies ControlMessage);
    await ended;
  }

  #send(): void {
    if (this.#worker === undefined || this.#working.length > 0) return;
    if (this.#queue.length === 0) {
      this.#idle?.();
      return;
    }
    this.#working = this.#queue.splice(0, this.#data.isReader ? READER_BATCH : this.#queue.length);
    const calls = this.#working.map(({ name, args }) => ({ name, args }));
    this.#worker.postMessage(
      calls,
      this.#working.flatMap(({ transfer }) => transfer),
    );
  }

  #settle(results: readonly ResultMessage[]): void {
    const working = this.#working;
    this.#working = [];
    // Sends the next batch first, so that the thread works while we resolve these calls.
    this.#send();
    working.forEach(({ resolve, reject }, index) => {
      const result = results[index];
      if (result === undefined) reject(new StoreError('unavailable', 'the thread gave no result'));
      else if ('failure' in result) reject(toStoreError(result.failure));
      else resolve(result.value);
    });
  }

  #crashed(worker: Worker, error: unknown): void {
    if (this.#worker !== worker) return;
    this.#worker = undefined;
    this.#logger.error({ err: error }, 'a store thread ended; starting it again');
    const lost = [...this.#working, ...this.#queue];
    this.#working = [];
    this.#queue = [];
    for (const { reject } of lost) reject(new StoreError('unavailable', 'a store thread ended'));
    this.#idle?.();
    this.#restart();
  }

  #restart(): void {
    if (this.#isClosed) return;
    this.open().catch((error: unknown) => {
      this.#logger.error({ err: error }, 'a store thread cannot start');
      setTimeout(() => this.#restart(), RESTART_DELAY_MS).unref();
    });
  }
}
