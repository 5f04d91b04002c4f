/**
 * Names in the storage. All are made here, of random and of checked hexadecimal digits; none comes from a user.
 *
 * @module
 */
import type { Random } from '../clock.ts';
import { BlobError } from './blob-store.ts';
import type { BlobHash, UploadId } from './blob-store.ts';
import type { Piece } from './cover.ts';

const ID_BYTES = 16;
const HASH = /^[0-9a-f]{64}$/;
const UPLOAD = /^[0-9a-f]{32}$/;
const PIECE = /^(\d{16})-[0-9a-f]{32}$/;

export function newId(random: Random): string {
  return Buffer.from(random.bytes(ID_BYTES)).toString('hex');
}

/** Of a piece that begins at `start`. No other piece ever has it. */
export function newPieceName(start: number, random: Random): string {
  return `${String(start).padStart(16, '0')}-${newId(random)}`;
}

/** Undefined if it is not the name of a piece. */
export function pieceOf(name: string, bytes: number): Piece | undefined {
  const start = PIECE.exec(name)?.[1];
  return start === undefined ? undefined : { name, start: Number(start), bytes };
}

export function isHash(text: string): boolean {
  return HASH.test(text);
}

export function isUpload(text: string): boolean {
  return UPLOAD.test(text);
}

export function checkHash(hash: BlobHash): void {
  if (!isHash(hash)) throw noBlob(hash);
}

export function checkUpload(upload: UploadId): void {
  if (!isUpload(upload)) throw noUpload();
}

export function noBlob(hash: BlobHash, options?: ErrorOptions): BlobError {
  const name = isHash(hash) ? hash : 'of this name';
  return new BlobError('not-found', `There is no blob ${name}.`, options);
}

export function noUpload(options?: ErrorOptions): BlobError {
  return new BlobError('not-found', 'There is no such upload: it has ended, or was never begun.', options);
}
