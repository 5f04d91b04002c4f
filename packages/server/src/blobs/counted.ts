/**
 * A blob store that tells what passes through it.
 *
 * @module
 */
import { pipeline, Transform } from 'node:stream';
import type { Readable } from 'node:stream';
import { BlobError } from './blob-store.ts';
import type {
  Blob,
  BlobErrorCode,
  BlobHash,
  BlobRange,
  BlobReading,
  BlobStore,
  Page,
  PageRequest,
  UploadId,
  UploadState,
} from './blob-store.ts';

export interface BlobCounts {
  took(bytes: number): void;
  gave(bytes: number): void;
  /** Of the storage, not of a caller who is wrong. `call` is the name of a method, or `read` for a stream. */
  failed(call: string, code: BlobErrorCode): void;
}

/** Those of the storage. */
const FAILURES: ReadonlySet<BlobErrorCode> = new Set(['full', 'unavailable', 'corrupt']);

export class CountedBlobs implements BlobStore {
  readonly #store: BlobStore;
  readonly #counts: BlobCounts;

  constructor(store: BlobStore, counts: BlobCounts) {
    this.#store = store;
    this.#counts = counts;
  }

  begin(): Promise<UploadId> {
    return this.#told('begin', this.#store.begin());
  }

  received(upload: UploadId): Promise<number> {
    return this.#told('received', this.#store.received(upload));
  }

  append(upload: UploadId, offset: number, source: AsyncIterable<Uint8Array>): Promise<number> {
    return this.#told('append', this.#store.append(upload, offset, this.#taking(source)));
  }

  finish(upload: UploadId, expected: { readonly bytes: number; readonly hash?: BlobHash }): Promise<Blob> {
    return this.#told('finish', this.#store.finish(upload, expected));
  }

  discard(upload: UploadId): Promise<void> {
    return this.#told('discard', this.#store.discard(upload));
  }

  listUploads(request: PageRequest & { readonly unchangedSince: number }): Promise<Page<UploadState>> {
    return this.#told('listUploads', this.#store.listUploads(request));
  }

  async open(hash: BlobHash, range?: BlobRange): Promise<BlobReading> {
    const reading = await this.#told('open', this.#store.open(hash, range));
    return { ...reading, stream: this.#giving(reading.stream) };
  }

  size(hash: BlobHash): Promise<number> {
    return this.#told('size', this.#store.size(hash));
  }

  has(hash: BlobHash): Promise<boolean> {
    return this.#told('has', this.#store.has(hash));
  }

  remove(hash: BlobHash): Promise<void> {
    return this.#told('remove', this.#store.remove(hash));
  }

  list(request: PageRequest): Promise<Page<Blob>> {
    return this.#told('list', this.#store.list(request));
  }

  close(): Promise<void> {
    return this.#store.close();
  }

  async #told<T>(call: string, result: Promise<T>): Promise<T> {
    try {
      return await result;
    } catch (error) {
      this.#tell(call, error);
      throw error;
    }
  }

  #tell(call: string, error: unknown): void {
    if (error instanceof BlobError && FAILURES.has(error.code)) this.#counts.failed(call, error.code);
  }

  async *#taking(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of source) {
      this.#counts.took(chunk.length);
      yield chunk;
    }
  }

  #giving(source: Readable): Readable {
    const counts = this.#counts;
    const result = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        counts.gave(chunk.length);
        done(null, chunk);
      },
    });
    source.once('error', (error) => {
      this.#tell('read', error);
      result.destroy(error);
    });
    // Errors are those of the result, which its reader gets.
    pipeline(source, result, () => {});
    return result;
  }
}
