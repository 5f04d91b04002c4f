/**
 * What the cases of the blob store's suite have in common.
 *
 * @module
 */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { BlobError } from '../../blobs/blob-store.ts';
import type {
  Blob,
  BlobErrorCode,
  BlobHash,
  BlobRange,
  BlobStore,
  UploadId,
} from '../../blobs/blob-store.ts';

export interface OpenBlobs {
  /** On an empty storage. */
  readonly store: BlobStore;
  /** Another store on the same storage, as another router has it. dispose() closes it. */
  readonly another: () => Promise<BlobStore>;
  /** Changes one byte of a stored blob, behind the store's back. */
  readonly damage: (hash: BlobHash) => Promise<void>;
  readonly dispose: () => Promise<void>;
}

export interface BlobCase {
  readonly name: string;
  readonly run: (blobs: OpenBlobs) => Promise<void>;
}

export const KIB = 1024;
export const MIB = 1024 * KIB;

const CHUNK_BYTES = 64 * KIB;
/** Not a divisor of anything, so that bytes at different offsets differ. */
const PERIOD_BYTES = MIB + 7;

/** Bytes that can be had at any offset, without keeping them. */
export class Content {
  readonly bytes: number;
  readonly #period: Buffer;
  #hash: BlobHash | undefined;

  /** Contents with different seeds differ everywhere. */
  constructor(bytes: number, seed = 1) {
    this.bytes = bytes;
    this.#period = periodOf(seed);
  }

  get hash(): BlobHash {
    if (this.#hash !== undefined) return this.#hash;
    const hash = createHash('sha256');
    for (let at = 0; at < this.bytes; at += CHUNK_BYTES) hash.update(this.slice(at, at + CHUNK_BYTES));
    return (this.#hash = hash.digest('hex'));
  }

  /** A view, or a copy across the end of a period. */
  slice(start: number, end: number): Buffer {
    const last = Math.min(end, this.bytes);
    const at = start % PERIOD_BYTES;
    const length = last - start;
    if (at + length <= PERIOD_BYTES) return this.#period.subarray(at, at + length);
    const parts: Buffer[] = [];
    for (let from = start; from < last;) {
      const offset = from % PERIOD_BYTES;
      const part = this.#period.subarray(offset, Math.min(PERIOD_BYTES, offset + last - from));
      parts.push(part);
      from += part.length;
    }
    return Buffer.concat(parts);
  }

  async *read(start = 0, end = this.bytes): AsyncGenerator<Buffer> {
    for (let at = start; at < end; at += CHUNK_BYTES) yield this.slice(at, Math.min(at + CHUNK_BYTES, end));
  }
}

function periodOf(seed: number): Buffer {
  const period = Buffer.allocUnsafe(PERIOD_BYTES);
  let state = 0x9e3779b9 * seed;
  for (let index = 0; index < PERIOD_BYTES; index++) {
    state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x6d2b79f5;
    period[index] = state >>> 24;
  }
  return period;
}

/** Uploads all of it in one go. */
export async function upload(store: BlobStore, content: Content): Promise<UploadId> {
  const id = await store.begin();
  assert.equal(await store.append(id, 0, content.read()), content.bytes);
  return id;
}

/** The blob is there afterwards, and the upload has ended. */
export async function keep(store: BlobStore, content: Content): Promise<Blob> {
  const id = await upload(store, content);
  const blob = await store.finish(id, { bytes: content.bytes });
  await store.discard(id);
  return blob;
}

/** The hash of what is read. */
export async function hashOf(store: BlobStore, hash: BlobHash): Promise<BlobHash> {
  const { stream } = await store.open(hash);
  const seen = createHash('sha256');
  for await (const chunk of stream) seen.update(chunk as Buffer);
  return seen.digest('hex');
}

export async function bytesOf(store: BlobStore, hash: BlobHash, range?: BlobRange): Promise<Buffer> {
  const reading = await store.open(hash, range);
  const chunks: Buffer[] = [];
  for await (const chunk of reading.stream) chunks.push(chunk as Buffer);
  const all = Buffer.concat(chunks);
  assert.equal(all.length, reading.end - reading.start);
  return all;
}

/** Every blob that the store lists. */
export async function allBlobs(store: BlobStore): Promise<readonly Blob[]> {
  return (await store.list({ limit: 1000 })).items;
}

/** Every upload that the store lists, whenever it has changed. */
export async function allUploads(store: BlobStore): Promise<readonly UploadId[]> {
  const { items } = await store.listUploads({ unchangedSince: Number.MAX_SAFE_INTEGER, limit: 1000 });
  return items.map(({ upload: id }) => id);
}

export function isBlobError(code: BlobErrorCode): (error: unknown) => true {
  return (error) => {
    assert.ok(error instanceof BlobError, `expected a BlobError, not ${String(error)}`);
    assert.equal(error.code, code, error.message);
    return true;
  };
}
