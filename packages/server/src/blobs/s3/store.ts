/**
 * The blob store on S3.
 *
 * @module
 */
import type { Readable } from 'node:stream';
import type {
  Blob,
  BlobHash,
  BlobRange,
  BlobReading,
  BlobStore,
  Page,
  PageRequest,
  UploadId,
  UploadState,
} from '../blob-store.ts';
import { Calls, reading } from '../calls.ts';
import { checkOffset, openReading } from '../checks.ts';
import { checkHash, checkUpload, isHash, isUpload, newId, noBlob } from '../names.ts';
import { pageOf } from '../pages.ts';
import type { S3BlobStoreOptions } from '../s3.ts';
import { Writer, Writers } from '../writers.ts';
import { PieceWriter, tailOf } from './append.ts';
import { S3Client } from './client.ts';
import { failureOf, S3Failure } from './failure.ts';
import { join } from './join.ts';
import { Objects } from './objects.ts';
import { Spool } from './spool.ts';
import { blobKey, Uploads } from './uploads.ts';

export async function connectS3BlobStore(options: S3BlobStoreOptions): Promise<BlobStore> {
  const client = new S3Client(options.address, options.clock, options.random);
  try {
    await new Objects(client).check();
  } catch (error) {
    client.close();
    throw failureOf(error);
  }
  return new S3BlobStore(client, options);
}

class S3BlobStore implements BlobStore {
  readonly #client: S3Client;
  readonly #objects: Objects;
  readonly #uploads: Uploads;
  readonly #options: S3BlobStoreOptions;
  readonly #calls = new Calls(failureOf);
  readonly #writers = new Writers();

  constructor(client: S3Client, options: S3BlobStoreOptions) {
    this.#client = client;
    this.#objects = new Objects(client);
    this.#uploads = new Uploads(this.#objects);
    this.#options = options;
  }

  begin(): Promise<UploadId> {
    return this.#calls.run(async () => {
      const upload = newId(this.#options.random);
      await this.#uploads.begin(upload);
      return upload;
    });
  }

  received(upload: UploadId): Promise<number> {
    return this.#calls.run(async () => {
      checkUpload(upload);
      return (await this.#uploads.cover(upload)).bytes;
    });
  }

  append(upload: UploadId, offset: number, source: AsyncIterable<Uint8Array>): Promise<number> {
    return this.#calls.runAlone(upload, async () => {
      const { bytes, pieces } = await this.#uploads.cover(upload);
      checkOffset(bytes, offset);
      const writer = this.#writerOf(upload, bytes);
      const spool = await this.#openSpool();
      try {
        const { random } = this.#options;
        const appending = { uploads: this.#uploads, objects: this.#objects, upload, spool, writer, random };
        const pieceWriter = new PieceWriter(appending, bytes);
        const tail = tailOf(pieces);
        if (tail !== undefined) await pieceWriter.resume(tail);
        await pieceWriter.addAll(reading(source));
      } finally {
        await spool.close();
      }
      return writer.end;
    });
  }

  finish(upload: UploadId, expected: { readonly bytes: number; readonly hash?: BlobHash }): Promise<Blob> {
    return this.#calls.runAlone(upload, async () => {
      const cover = await this.#uploads.cover(upload);
      const writer = this.#writers.of(upload, cover.bytes);
      const own = writer?.isWhole === true ? writer : undefined;
      return join({
        objects: this.#objects,
        uploads: this.#uploads,
        upload,
        // Its own pieces, whatever others may have written meanwhile: it knows the hash of these alone.
        pieces: own?.pieces ?? cover.pieces,
        hash: own?.digest(),
        expected,
        openSpool: () => this.#openSpool(),
      });
    });
  }

  discard(upload: UploadId): Promise<void> {
    if (!isUpload(upload)) return Promise.resolve();
    return this.#calls.runAlone(upload, async () => {
      this.#writers.forget(upload);
      await this.#uploads.discard(upload);
    });
  }

  listUploads(request: PageRequest & { readonly unchangedSince: number }): Promise<Page<UploadState>> {
    return this.#calls.run(() => pageOf(this.#staleUploads(request), request.limit, ({ upload }) => upload));
  }

  open(hash: BlobHash, range?: BlobRange): Promise<BlobReading> {
    return this.#calls.run(async () => {
      const bytes = await this.#sizeOf(hash);
      return openReading({
        hash,
        bytes,
        range,
        source: (start, end) => this.#read(hash, start, end),
        failure: (error) => S3Failure.of(error).toBlobError(),
      });
    });
  }

  size(hash: BlobHash): Promise<number> {
    return this.#calls.run(() => this.#sizeOf(hash));
  }

  has(hash: BlobHash): Promise<boolean> {
    return this.#calls.run(
      async () => isHash(hash) && (await this.#objects.size(blobKey(hash))) !== undefined,
    );
  }

  remove(hash: BlobHash): Promise<void> {
    return this.#calls.run(async () => {
      if (isHash(hash)) await this.#objects.remove(blobKey(hash));
    });
  }

  list(request: PageRequest): Promise<Page<Blob>> {
    return this.#calls.run(() => pageOf(this.#blobs(request.after), request.limit, ({ hash }) => hash));
  }

  async close(): Promise<void> {
    await this.#calls.close();
    this.#client.close();
  }

  #openSpool(): Promise<Spool> {
    return Spool.open(this.#options.spool, this.#options.random);
  }

  #writerOf(upload: UploadId, received: number): Writer {
    const writer = this.#writers.of(upload, received) ?? new Writer(received);
    this.#writers.remember(upload, writer);
    return writer;
  }

  async #sizeOf(hash: BlobHash): Promise<number> {
    checkHash(hash);
    const bytes = await this.#objects.size(blobKey(hash));
    if (bytes === undefined) throw noBlob(hash);
    return bytes;
  }

  async #read(hash: BlobHash, start: number, end: number): Promise<Readable> {
    try {
      return await this.#objects.get(blobKey(hash), start, end);
    } catch (error) {
      throw error instanceof S3Failure && error.isMissing ? noBlob(hash, { cause: error }) : error;
    }
  }

  async *#blobs(after: string | undefined): AsyncGenerator<Blob> {
    const objects = this.#objects.list(blobKey(''), after === undefined ? '' : blobKey(after));
    for await (const { key, bytes } of objects) {
      const hash = key.slice(blobKey('').length);
      if (isHash(hash)) yield { hash, bytes };
    }
  }

  async *#staleUploads(request: {
    readonly after?: string;
    readonly unchangedSince: number;
  }): AsyncGenerator<UploadState> {
    for await (const state of this.#uploads.all(request.after)) {
      if (isUpload(state.upload) && state.changedAt <= request.unchangedSince) yield state;
    }
  }
}
