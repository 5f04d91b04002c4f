/**
 * The blob store keeps the bytes of files: immutable, named by the SHA-256 of their content, the same bytes once.
 * What a file is called, who may read it, and whether anybody still refers to it, is known elsewhere.
 *
 * Bytes arrive in an *upload*, which any router may continue: begin(), append() as often as needed, finish(), discard().
 *
 * Duties of every implementation (the conformance suite checks them):
 * - Complete or absent: nobody ever sees a part of a blob, whatever dies at whichever moment.
 * - Durable: what append() has returned is there after a crash, and so is what finish() has returned.
 * - Honest names: a blob's hash was computed from the bytes that are stored, also when several routers, or somebody who
 *   means harm, append to one upload at the same time. Each writer therefore has pieces of its own (cover.ts).
 * - Bounded memory: independent of the size of a blob.
 *
 * Collecting what nobody refers to, without losing what somebody is about to refer to, takes the database:
 * - The collector marks the hash as going, if there is no reference; remove(); then it deletes the mark.
 * - Whoever has finished an upload commits the reference, which waits while the hash is going; then asks has(), and
 *   repeats finish() if the blob has gone; then discard().
 *
 * @module
 */
import type { Readable } from 'node:stream';

/** SHA-256 in 64 lower-case hexadecimal digits. */
export type BlobHash = string;

/** Chosen by the store: 32 hexadecimal digits that cannot be guessed. */
export type UploadId = string;

export interface Blob {
  readonly hash: BlobHash;
  readonly bytes: number;
}

/** From `start` up to but not including `end`; to the end of the blob by default, or if `end` is beyond it. */
export interface BlobRange {
  readonly start: number;
  readonly end?: number;
}

/** Bytes as they are read. The caller consumes the stream to its end, or destroys it. */
export interface BlobReading {
  /** Of the whole blob. */
  readonly bytes: number;
  readonly start: number;
  /** Not included. */
  readonly end: number;
  /**
   * Has back pressure. Fails with a BlobError: `unavailable`, or `corrupt` when it has fewer bytes than it should. If it is the
   * whole blob, also `corrupt` at the end when the bytes are not those that the hash was made of.
   */
  readonly stream: Readable;
}

export interface UploadState {
  readonly upload: UploadId;
  /** Unix ms of the last change, by the clock of the storage. */
  readonly changedAt: number;
}

export interface Page<T> {
  readonly items: readonly T[];
  /** Pass as `after` for the next page. Undefined: this was the last. */
  readonly next: string | undefined;
}

export interface PageRequest {
  readonly after?: string;
  /** At least 1. */
  readonly limit: number;
}

/** All methods reject with a BlobError. Ids and hashes that are none are `not-found`. */
export interface BlobStore {
  begin(): Promise<UploadId>;
  /** How many bytes have arrived: where to continue. Fewer than once reported only after the storage has lost some. */
  received(upload: UploadId): Promise<number>;
  /**
   * Takes bytes until `source` ends. Resolves with the new number of received bytes, when they are durable. `wrong-offset`, before
   * anything is read, if `offset` is not what has been received. If the source fails, or there is no more space, what came before
   * is kept, and the promise rejects with that error. `busy` while another call of this process works on the upload.
   */
  append(upload: UploadId, offset: number, source: AsyncIterable<Uint8Array>): Promise<number>;
  /**
   * Makes the blob. `mismatch` if the upload has another number of bytes than `bytes`, or another hash than `hash`, if that is given.
   * The upload stays, so that the call may be repeated, with the same result, until discard().
   */
  finish(upload: UploadId, expected: { readonly bytes: number; readonly hash?: BlobHash }): Promise<Blob>;
  /** Ends an upload, finished or not. Not an error if there is none. */
  discard(upload: UploadId): Promise<void>;
  /** Uploads without a change since `unchangedSince` (Unix ms), by id. */
  listUploads(request: PageRequest & { readonly unchangedSince: number }): Promise<Page<UploadState>>;

  /** `out-of-range` if it starts beyond the end, or ends before its start. */
  open(hash: BlobHash, range?: BlobRange): Promise<BlobReading>;
  /** The number of bytes. */
  size(hash: BlobHash): Promise<number>;
  has(hash: BlobHash): Promise<boolean>;
  /** Unconditional: see above. Not an error if there is none. Whoever is reading may finish, or get `unavailable`. */
  remove(hash: BlobHash): Promise<void>;
  /** By hash. What comes and goes meanwhile may be in the list or not. */
  list(request: PageRequest): Promise<Page<Blob>>;
  /** Waits for calls that are under way; streams that are still read may fail. Idempotent. */
  close(): Promise<void>;
}

/**
 * - `not-found`: no such upload or blob.
 * - `wrong-offset`, `mismatch`, `out-of-range`: the caller is wrong about the upload or the blob: ask, then go on or give up.
 * - `busy`: try again when the other call has ended.
 * - `full`: the storage has no space; whoever runs it must act.
 * - `unavailable`: the storage fails or refuses; try again later. The message says what whoever runs it may do.
 * - `corrupt`: the storage has lost or changed bytes; trying again does not help.
 * - `closed`: this store has been closed.
 */
export type BlobErrorCode =
  | 'not-found'
  | 'wrong-offset'
  | 'mismatch'
  | 'out-of-range'
  | 'busy'
  | 'full'
  | 'unavailable'
  | 'corrupt'
  | 'closed';

export class BlobError extends Error {
  override readonly name = 'BlobError';
  readonly code: BlobErrorCode;

  constructor(code: BlobErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
