/**
 * Who makes files of uploads, and when: the router that got the last byte, or another one if that dies.
 *
 * @module
 */
import type { Timer } from '../../clock.ts';
import { failureFields } from '../../logger.ts';
import { fromStoreError } from '../../pipeline/store-errors.ts';
import type { Services } from '../../router/services.ts';
import { Turns } from '../../router/turns.ts';
import { blobsOf } from './blobs.ts';
import { FileRefusal, isTemporary, makeFile } from './making.ts';
import * as uploadQueries from './upload-queries.ts';
import type { UploadRecord } from './upload-records.ts';

/** Whoever makes a file says within this time that it still does. */
const HOLD_MS = 60_000;
const HOLD_AGAIN_MS = 20_000;
/** Before another attempt, after the storage or the database has failed. */
const RETRY_MS = 5000;
/** How long its owner can ask what has become of an upload. */
const RESULT_MS = 86_400_000;
/** Files of one user that are made at once; the others wait. */
const MAX_OF_USER = 4;
/** How often it is looked whether another router has finished. */
const LOOK_MS = 250;

export class FileMaker {
  readonly #services: Services;
  readonly #running = new Map<string, Promise<void>>();
  readonly #turns = new Turns(MAX_OF_USER);
  #isClosed = false;

  constructor(services: Services) {
    this.#services = services;
  }

  /** Finishes what is being made; the rest is left to other routers, or the next start. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all(this.#running.values());
  }

  /** All `length` bytes are there. Resolves when it is safe that the file will be made. */
  async begin({ id }: UploadRecord, length: number): Promise<void> {
    const { store, clock } = this.#services;
    const found = await store.run(uploadQueries.completeUpload, id, length, clock.now() + HOLD_MS);
    if (found?.state === 'processing') this.#start(found);
  }

  /** Goes on with one that its router has left. */
  async takeOver(upload: UploadRecord): Promise<void> {
    if (this.#running.has(upload.id)) return;
    const { store, clock } = this.#services;
    const now = clock.now();
    if (await store.run(uploadQueries.takeUpload, upload.id, now, now + HOLD_MS)) this.#start(upload);
  }

  /** What it is when it is ready or refused, or after `ms`. Undefined: it was ended. */
  async settled(id: string, ms: number): Promise<UploadRecord | undefined> {
    const { store, clock } = this.#services;
    const until = clock.monotonic() + ms;
    for (;;) {
      const found = await store.run(uploadQueries.uploadOf, id);
      if (found === undefined || found.state === 'ready' || found.state === 'refused') return found;
      const left = until - clock.monotonic();
      if (left <= 0) return found;
      await this.#rest(Math.min(left, LOOK_MS), this.#running.get(id));
    }
  }

  async #rest(ms: number, running: Promise<void> | undefined): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = this.#services.clock.after(ms, resolve);
    await Promise.race([promise, ...(running === undefined ? [] : [running])]);
    timer.cancel();
  }

  #start(upload: UploadRecord): void {
    if (this.#isClosed || this.#running.has(upload.id)) return;
    const done = this.#run(upload).finally(() => this.#running.delete(upload.id));
    this.#running.set(upload.id, done);
  }

  /** Never rejects. */
  async #run(upload: UploadRecord): Promise<void> {
    const { store, clock, logger } = this.#services;
    const hold = this.#hold(upload.id);
    try {
      await this.#turns.take(upload.owner, async () => {
        if (this.#isClosed) return;
        await makeFile(this.#services, upload);
        await store.run(uploadQueries.readyUpload, upload.id, clock.now() + RESULT_MS);
      });
    } catch (error) {
      await this.#failed(upload, error).catch((failure: unknown) => {
        logger.warn({ upload: upload.id, ...failureFields(fromStoreError(failure)) }, 'an upload waits');
      });
    } finally {
      hold.cancel();
    }
  }

  async #failed({ id }: UploadRecord, error: unknown): Promise<void> {
    const { store, clock, logger } = this.#services;
    if (error instanceof FileRefusal) {
      logger.info({ upload: id, code: error.error.code }, 'an upload was refused');
      await store.run(uploadQueries.refuseUpload, id, error.error, clock.now() + RESULT_MS);
      await blobsOf(this.#services).discard(id);
      return;
    }
    const pause = isTemporary(error) ? RETRY_MS : HOLD_MS;
    logger.warn(
      { upload: id, ...failureFields(fromStoreError(error)) },
      'no file was made of an upload; it is tried again',
    );
    await store.run(uploadQueries.holdUpload, id, clock.now() + pause);
  }

  /** Keeps others from it as long as this router is at it. */
  #hold(id: string): Timer {
    const { store, clock } = this.#services;
    let timer = clock.after(HOLD_AGAIN_MS, again);
    function again(): void {
      // Only saves others the work: without it two make the same file.
      store.run(uploadQueries.holdUpload, id, clock.now() + HOLD_MS).catch(() => {});
      timer = clock.after(HOLD_AGAIN_MS, again);
    }
    return { cancel: () => timer.cancel() };
  }
}
