/**
 * Blobs in a directory. Routers may share it. Nothing else may write there.
 *
 * @module
 */
import { open, rm } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import type { Random } from '../clock.ts';
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
} from './blob-store.ts';
import { Calls, reading } from './calls.ts';
import { checkOffset, openReading } from './checks.ts';
import { appendTo, beginPiece } from './directory/append.ts';
import { assemble } from './directory/assemble.ts';
import { factsOf, failureOf, fileFailure, isCode } from './files.ts';
import { Folders } from './directory/folders.ts';
import { checkHash, checkUpload, isHash, isUpload, newId, noBlob } from './names.ts';
import { pageOf } from './pages.ts';
import { Writers } from './writers.ts';

export interface DirectoryBlobStoreOptions {
  /** Is made if there is none; its parent must exist. */
  readonly directory: string;
  readonly random: Random;
}

/** Rejects with a BlobError whose message says what to do. */
export async function openDirectoryBlobStore(options: DirectoryBlobStoreOptions): Promise<BlobStore> {
  const folders = new Folders(options.directory);
  try {
    await folders.make();
  } catch (error) {
    throw fileFailure(error, options.directory);
  }
  return new DirectoryBlobStore(folders, options.random);
}

class DirectoryBlobStore implements BlobStore {
  readonly #folders: Folders;
  readonly #random: Random;
  readonly #calls: Calls;
  readonly #writers = new Writers();

  constructor(folders: Folders, random: Random) {
    this.#folders = folders;
    this.#random = random;
    this.#calls = new Calls((error) => failureOf(error, folders.root));
  }

  begin(): Promise<UploadId> {
    return this.#calls.run(async () => {
      const upload = newId(this.#random);
      await this.#folders.beginUpload(upload);
      return upload;
    });
  }

  received(upload: UploadId): Promise<number> {
    return this.#calls.run(async () => {
      checkUpload(upload);
      return (await this.#folders.cover(upload)).bytes;
    });
  }

  append(upload: UploadId, offset: number, source: AsyncIterable<Uint8Array>): Promise<number> {
    return this.#calls.runAlone(upload, async () => {
      const cover = await this.#folders.cover(upload);
      checkOffset(cover.bytes, offset);
      const appending = { folders: this.#folders, upload, cover, random: this.#random };
      const writer = this.#writers.of(upload, offset) ?? (await beginPiece(appending));
      this.#writers.remember(upload, writer);
      const path = this.#folders.piece(upload, writer.pieces[0]?.name ?? '');
      await appendTo(writer, path, reading(source));
      return writer.end;
    });
  }

  finish(upload: UploadId, expected: { readonly bytes: number; readonly hash?: BlobHash }): Promise<Blob> {
    return this.#calls.runAlone(upload, async () => {
      const cover = await this.#folders.cover(upload);
      const writer = this.#writers.of(upload, expected.bytes);
      // Once it may be a blob, nobody adds to the piece: a later append begins another one.
      this.#writers.forget(upload);
      const assembling = { folders: this.#folders, upload, cover, writer, expected, random: this.#random };
      return assemble(assembling);
    });
  }

  discard(upload: UploadId): Promise<void> {
    return isUpload(upload)
      ? this.#calls.runAlone(upload, async () => {
          this.#writers.forget(upload);
          await this.#folders.discardUpload(upload);
        })
      : Promise.resolve();
  }

  listUploads(request: PageRequest & { readonly unchangedSince: number }): Promise<Page<UploadState>> {
    return this.#calls.run(async () =>
      pageOf(this.#staleUploads(request), request.limit, ({ upload }) => upload),
    );
  }

  open(hash: BlobHash, range?: BlobRange): Promise<BlobReading> {
    return this.#calls.run(async () => {
      checkHash(hash);
      const file = await this.#openBlob(hash);
      try {
        const { size: bytes } = await file.stat();
        const opened = await openReading({
          hash,
          bytes,
          range,
          // Its end is inclusive, and it closes the file.
          source: async (start, end) => file.createReadStream({ start, end: end - 1 }),
          failure: (error) => fileFailure(error, this.#folders.root),
        });
        if (opened.start === opened.end) await file.close();
        return opened;
      } catch (error) {
        await file.close();
        throw error;
      }
    });
  }

  size(hash: BlobHash): Promise<number> {
    return this.#calls.run(async () => {
      const facts = isHash(hash) ? await factsOf(this.#folders.blob(hash)) : undefined;
      if (facts === undefined) throw noBlob(hash);
      return facts.bytes;
    });
  }

  has(hash: BlobHash): Promise<boolean> {
    return this.#calls.run(
      async () => isHash(hash) && (await factsOf(this.#folders.blob(hash))) !== undefined,
    );
  }

  remove(hash: BlobHash): Promise<void> {
    return this.#calls.run(async () => {
      if (!isHash(hash) || (await factsOf(this.#folders.blob(hash))) === undefined) return;
      await rm(this.#folders.blob(hash), { force: true });
      await this.#folders.syncFolderOf(hash);
    });
  }

  list(request: PageRequest): Promise<Page<Blob>> {
    return this.#calls.run(async () => pageOf(this.#blobs(request.after), request.limit, ({ hash }) => hash));
  }

  close(): Promise<void> {
    return this.#calls.close();
  }

  async #openBlob(hash: BlobHash): Promise<FileHandle> {
    try {
      return await open(this.#folders.blob(hash), 'r');
    } catch (error) {
      throw isCode(error, 'ENOENT') ? noBlob(hash, { cause: error }) : error;
    }
  }

  async *#blobs(after: string | undefined): AsyncGenerator<Blob> {
    for await (const hash of this.#folders.hashes(after)) {
      const facts = isHash(hash) ? await factsOf(this.#folders.blob(hash)) : undefined;
      if (facts !== undefined) yield { hash, bytes: facts.bytes };
    }
  }

  async *#staleUploads(request: {
    readonly after?: string;
    readonly unchangedSince: number;
  }): AsyncGenerator<UploadState> {
    const { after = '', unchangedSince } = request;
    for (const upload of await this.#folders.uploads()) {
      if (upload <= after || !isUpload(upload)) continue;
      const changedAt = await this.#folders.changedAt(upload);
      if (changedAt !== undefined && changedAt <= unchangedSince) yield { upload, changedAt };
    }
  }
}
