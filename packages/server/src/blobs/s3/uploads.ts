/**
 * Uploads as objects:
 *
 * - `uploads/<id>/begun`: there is such an upload.
 * - `uploads/<id>/<start>-<random>`: a piece. All begin at multiples of PART_BYTES and have as many bytes, except the last one, the
 *   *tail*: append() reads it again, goes on with it, and replaces it by a longer piece.
 * - `uploads/<id>/joining-<hash>-<multipart upload>`: finish() has begun to join the pieces.
 *
 * @module
 */
import type { BlobHash, UploadId } from '../blob-store.ts';
import { coverOf } from '../cover.ts';
import type { Cover, Piece } from '../cover.ts';
import { noUpload, pieceOf } from '../names.ts';
import { bodyOf } from './client.ts';
import type { S3Body } from './client.ts';
import type { Objects } from './objects.ts';

/** S3 takes at least 5 MiB, and at most 10,000 parts: 80 GB. Never change it: uploads that have begun would not go on. */
export const PART_BYTES = 8 * 1024 * 1024;

export const UPLOADS = 'uploads/';
const BEGUN = 'begun';
const JOINING = /^joining-([0-9a-f]{64})-([\w-]+)$/;

export class Uploads {
  readonly #objects: Objects;

  constructor(objects: Objects) {
    this.#objects = objects;
  }

  async begin(upload: UploadId): Promise<void> {
    await this.#objects.put(keyOf(upload, BEGUN), bodyOf(''));
  }

  /** What has been received. Throws `not-found`. */
  async cover(upload: UploadId): Promise<Cover> {
    const pieces: Piece[] = [];
    let hasBegun = false;
    for await (const { key, bytes } of this.#objects.list(keyOf(upload, ''))) {
      const name = nameOf(upload, key);
      if (name === BEGUN) hasBegun = true;
      const piece = pieceOf(name, bytes);
      if (piece !== undefined) pieces.push(piece);
    }
    if (!hasBegun) throw noUpload();
    return coverOf(pieces);
  }

  async putPiece(upload: UploadId, name: string, body: S3Body): Promise<void> {
    await this.#objects.put(keyOf(upload, name), body);
  }

  async removePiece(upload: UploadId, name: string): Promise<void> {
    await this.#objects.remove(keyOf(upload, name));
  }

  /** So that discard() can end a multipart upload that a crash has left. */
  async noteJoining(upload: UploadId, hash: BlobHash, multipart: string): Promise<void> {
    const name = `joining-${hash}-${Buffer.from(multipart).toString('base64url')}`;
    await this.#objects.put(keyOf(upload, name), bodyOf(''));
  }

  /** The mark goes last, so that what is left after a crash is still an upload. */
  async discard(upload: UploadId): Promise<void> {
    for await (const { key } of this.#objects.list(keyOf(upload, ''))) {
      const name = nameOf(upload, key);
      if (name === BEGUN) continue;
      const [, hash, multipart] = JOINING.exec(name) ?? [];
      if (hash !== undefined && multipart !== undefined) {
        await this.#objects.abortParts(blobKey(hash), Buffer.from(multipart, 'base64url').toString());
      }
      await this.#objects.remove(key);
    }
    await this.#objects.remove(keyOf(upload, BEGUN));
  }

  /** Each with the time of its last change, by id. */
  async *all(after = ''): AsyncGenerator<{ upload: UploadId; changedAt: number }> {
    let current: { upload: UploadId; changedAt: number } | undefined;
    // Comes after all names that an upload has.
    const start = after === '' ? '' : keyOf(after, 'z');
    for await (const { key, changedAt } of this.#objects.list(UPLOADS, start)) {
      const upload = key.slice(UPLOADS.length).split('/', 1)[0] ?? '';
      if (current?.upload === upload) {
        current.changedAt = Math.max(current.changedAt, changedAt);
        continue;
      }
      if (current !== undefined) yield current;
      current = { upload, changedAt };
    }
    if (current !== undefined) yield current;
  }
}

export function blobKey(hash: BlobHash): string {
  return `blobs/${hash}`;
}

export function keyOf(upload: UploadId, name: string): string {
  return `${UPLOADS}${upload}/${name}`;
}

function nameOf(upload: UploadId, key: string): string {
  return key.slice(keyOf(upload, '').length);
}
