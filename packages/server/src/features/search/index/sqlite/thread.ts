/**
 * The caller's side of a thread of the index.
 *
 * @module
 */
import { Worker } from 'node:worker_threads';
import type { Logger } from '../../../../logger.ts';
import { toStoreError } from '../../../../store/sqlite/failures.ts';
import { StoreError } from '../../../../store/store.ts';
import { CLOSE } from './calls.ts';
import type { Call, CallName, Opened, Result, ThreadOptions } from './calls.ts';

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: StoreError) => void;
}

/** The source in a checkout, the built file in an installed package. */
const ENTRY = new URL(import.meta.url.endsWith('.ts') ? './worker.ts' : './worker.js', import.meta.url);

export class IndexThread {
  readonly #options: ThreadOptions;
  readonly #logger: Logger;
  /** In the order of the calls. */
  readonly #waiting: Waiting[] = [];
  /** Undefined: not started, ended or closed. */
  #worker: Promise<Worker> | undefined;
  #isClosed = false;
  #closed: Promise<void> | undefined;
  #onIdle: (() => void) | undefined;
  readonly #restMs: number | undefined;
  #rest: NodeJS.Timeout | undefined;

  /** `restMs`: the thread ends when it has had nothing to do for so long, since it takes memory. */
  constructor(options: ThreadOptions, logger: Logger, restMs?: number) {
    this.#options = options;
    this.#logger = logger;
    this.#restMs = restMs;
  }

  /** Starts the thread unless it runs. Rejects with a StoreError that says why it cannot. */
  async open(): Promise<void> {
    await this.#running();
  }

  /** Rejects with a StoreError. A thread that has ended is started again. */
  async call(name: CallName, ...args: readonly unknown[]): Promise<unknown> {
    if (this.#isClosed) throw new StoreError('closed', 'the search index is closed');
    const worker = await this.#running();
    clearTimeout(this.#rest);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      worker.postMessage({ name, args } satisfies Call);
    });
  }

  /** Waits for running calls, then ends the thread. Idempotent. */
  close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#rest);
    return (this.#closed ??= this.#close());
  }

  /** Ends the thread at once, as a crash does. For tests. */
  async kill(): Promise<void> {
    await (await this.#worker)?.terminate();
  }

  async #close(): Promise<void> {
    const worker = await this.#worker?.catch(() => undefined);
    if (this.#waiting.length > 0) await new Promise<void>((resolve) => (this.#onIdle = resolve));
    if (worker === undefined || this.#worker === undefined) return;
    this.#worker = undefined;
    const ended = new Promise((resolve) => worker.once('exit', resolve));
    worker.postMessage(CLOSE);
    await ended;
  }

  #running(): Promise<Worker> {
    if (this.#worker !== undefined) return this.#worker;
    const starting = this.#start();
    this.#worker = starting;
    starting.catch(() => {
      if (this.#worker === starting) this.#worker = undefined;
    });
    return starting;
  }

  async #start(): Promise<Worker> {
    const worker = new Worker(ENTRY, { workerData: this.#options });
    const opened = await new Promise<Opened>((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', reject);
    });
    if ('failure' in opened) throw toStoreError(opened.failure);
    worker.removeAllListeners('error');
    worker.on('message', (result: Result) => this.#settle(result));
    worker.on('error', (error: unknown) => this.#ended(worker, error));
    worker.on('exit', () => this.#ended(worker, new Error('the thread has ended')));
    return worker;
  }

  #settle(result: Result): void {
    const waiting = this.#waiting.shift();
    if ('failure' in result) waiting?.reject(toStoreError(result.failure));
    else waiting?.resolve(result.value);
    if (this.#waiting.length > 0) return;
    this.#onIdle?.();
    if (this.#restMs === undefined || this.#isClosed) return;
    clearTimeout(this.#rest);
    this.#rest = setTimeout(() => this.#endForNow(), this.#restMs).unref();
  }

  /** The next call starts it again. */
  #endForNow(): void {
    const worker = this.#worker;
    if (this.#waiting.length > 0) return;
    this.#worker = undefined;
    void worker?.then((running) => running.postMessage(CLOSE));
  }

  #ended(worker: Worker, error: unknown): void {
    void this.#worker?.then((current) => {
      if (current !== worker) return;
      this.#worker = undefined;
      this.#logger.error(
        { err: error },
        'a thread of the search index ended; it starts again when it is needed',
      );
      for (const { reject } of this.#waiting.splice(0)) {
        reject(new StoreError('unavailable', 'a thread of the search index ended'));
      }
      this.#onIdle?.();
    });
  }
}
