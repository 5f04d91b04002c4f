/**
 * Where things lie in the directory:
 *
 * - `blobs/ab/cd/<hash>`: complete blobs, and nothing else.
 * - `posthorn-files.txt`: the mark; see ../mark.ts.
 * - `uploads/<id>/<start>-<random>`: the pieces of an upload. Its folder also has what finish() has begun to put together.
 *
 * @module
 */
import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Random } from '../../clock.ts';
import type { BlobHash, UploadId } from '../blob-store.ts';
import { coverOf } from '../cover.ts';
import type { Cover } from '../cover.ts';
import { newId, noUpload, pieceOf } from '../names.ts';
import { factsOf, makeFolder, namesIn, syncFolder } from '../files.ts';

export class Folders {
  readonly root: string;
  readonly #blobs: string;
  readonly #uploads: string;

  constructor(root: string) {
    this.root = root;
    this.#blobs = join(root, 'blobs');
    this.#uploads = join(root, 'uploads');
  }

  async make(): Promise<void> {
    // Its parent may be closed to this process.
    if ((await factsOf(this.root)) === undefined) await makeFolder(this.root);
    await makeFolder(this.#blobs);
    await makeFolder(this.#uploads);
  }

  blob(hash: BlobHash): string {
    return join(this.#blobs, hash.slice(0, 2), hash.slice(2, 4), hash);
  }

  /** The folder of a blob is never removed, so that it cannot vanish under somebody who needs it. */
  async makeFolderOf(hash: BlobHash): Promise<void> {
    const folder = dirname(this.blob(hash));
    await makeFolder(dirname(folder));
    await makeFolder(folder);
  }

  async syncFolderOf(hash: BlobHash): Promise<void> {
    await syncFolder(dirname(this.blob(hash)));
  }

  /** Hashes after `after`, in order. */
  async *hashes(after = ''): AsyncGenerator<BlobHash> {
    for (const first of await namesIn(this.#blobs)) {
      if (first < after.slice(0, 2)) continue;
      for (const second of await namesIn(join(this.#blobs, first))) {
        if (first + second < after.slice(0, 4)) continue;
        for (const hash of await namesIn(join(this.#blobs, first, second))) if (hash > after) yield hash;
      }
    }
  }

  upload(upload: UploadId): string {
    return join(this.#uploads, upload);
  }

  piece(upload: UploadId, name: string): string {
    return join(this.#uploads, upload, name);
  }

  /** For a blob while it is put together. */
  unfinished(upload: UploadId, random: Random): string {
    return this.piece(upload, `unfinished-${newId(random)}`);
  }

  async uploads(): Promise<readonly UploadId[]> {
    return namesIn(this.#uploads);
  }

  async beginUpload(upload: UploadId): Promise<void> {
    await makeFolder(this.upload(upload));
  }

  async discardUpload(upload: UploadId): Promise<void> {
    await rm(this.upload(upload), { recursive: true, force: true });
    await syncFolder(this.#uploads);
  }

  /** What has been received. Throws `not-found`. */
  async cover(upload: UploadId): Promise<Cover> {
    if ((await factsOf(this.upload(upload))) === undefined) throw noUpload();
    const pieces = [];
    for (const name of await namesIn(this.upload(upload))) {
      if (pieceOf(name, 0) === undefined) continue;
      const facts = await factsOf(this.piece(upload, name));
      const piece = facts && pieceOf(name, facts.bytes);
      if (piece !== undefined) pieces.push(piece);
    }
    return coverOf(pieces);
  }

  /** Unix ms; undefined if there is no upload any more. */
  async changedAt(upload: UploadId): Promise<number | undefined> {
    let latest = (await factsOf(this.upload(upload)))?.changedAt;
    if (latest === undefined) return undefined;
    for (const name of await namesIn(this.upload(upload))) {
      latest = Math.max(latest, (await factsOf(this.piece(upload, name)))?.changedAt ?? 0);
    }
    return latest;
  }
}
