/**
 * The calls of one store that are under way: one at a time for each upload, and close() waits for all. Makes BlobErrors of what
 * the storage says.
 *
 * @module
 */
import { BlobError } from './blob-store.ts';
import type { UploadId } from './blob-store.ts';
import { checkUpload } from './names.ts';

export class Calls {
  readonly #failure: (error: unknown) => unknown;
  readonly #running = new Set<Promise<unknown>>();
  readonly #uploads = new Set<UploadId>();
  #isClosed = false;

  /** `failure` makes a BlobError of what comes from the storage, and returns other errors as they are. */
  constructor(failure: (error: unknown) => unknown) {
    this.#failure = failure;
  }

  /** Rejects with `closed` after close(). */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#isClosed) throw new BlobError('closed', 'The blob store has been closed.');
    const running = work();
    this.#running.add(running);
    try {
      return await running;
    } catch (error) {
      throw error instanceof SourceError ? error.cause : this.#failure(error);
    } finally {
      this.#running.delete(running);
    }
  }

  /** Rejects with `busy` while another call has the upload. */
  runAlone<T>(upload: UploadId, work: () => Promise<T>): Promise<T> {
    return this.run(async () => {
      checkUpload(upload);
      if (this.#uploads.has(upload)) throw new BlobError('busy', 'Another request works on this upload.');
      this.#uploads.add(upload);
      try {
        return await work();
      } finally {
        this.#uploads.delete(upload);
      }
    });
  }

  /** Idempotent. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.allSettled(this.#running);
  }
}

/** What a source has thrown, so that it is not taken for a failure of the storage. */
class SourceError extends Error {
  constructor(cause: unknown) {
    super('the source has failed', { cause });
  }
}

/** The same bytes. run() rejects with what the source has thrown. */
export async function* reading(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* source;
  } catch (error) {
    throw new SourceError(error);
  }
}
