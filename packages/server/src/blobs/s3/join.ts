/**
 * Makes one object of the pieces of an upload. The server does it, if it can copy parts (UploadPartCopy); otherwise, the bytes pass
 * through this process.
 *
 * @module
 */
import { createHash } from 'node:crypto';
import type { Blob, BlobHash, UploadId } from '../blob-store.ts';
import { BlobError } from '../blob-store.ts';
import { checkBytes, checkSame } from '../checks.ts';
import type { Piece } from '../cover.ts';
import { bodyOf } from './client.ts';
import { S3Failure } from './failure.ts';
import type { Objects } from './objects.ts';
import type { Spool } from './spool.ts';
import { blobKey, keyOf } from './uploads.ts';
import type { Uploads } from './uploads.ts';

/** Copies of parts at a time. */
const PARALLEL = 4;

export interface Joining {
  readonly objects: Objects;
  readonly uploads: Uploads;
  readonly upload: UploadId;
  /** In order and without gaps. */
  readonly pieces: readonly Piece[];
  /** Of the pieces, if it is known; they are read otherwise. */
  readonly hash: BlobHash | undefined;
  readonly expected: { readonly bytes: number; readonly hash?: BlobHash };
  readonly openSpool: () => Promise<Spool>;
}

export async function join(joining: Joining): Promise<Blob> {
  const { objects, pieces, expected } = joining;
  const bytes = pieces.reduce((sum, piece) => sum + piece.bytes, 0);
  checkBytes(bytes, expected.bytes);
  const hash = joining.hash ?? (await hashOf(joining));
  checkSame(hash, expected.hash);
  const key = blobKey(hash);
  if ((await objects.size(key)) === bytes) return { hash, bytes };
  const [first, ...others] = pieces;
  if (first === undefined) await objects.put(key, bodyOf(''));
  else if (others.length === 0) await objects.copy(keyOf(joining.upload, first.name), key);
  else await joinParts(joining, hash);
  const stored = await objects.size(key);
  if (stored === bytes) return { hash, bytes };
  throw new BlobError('corrupt', `S3 has made ${stored ?? 'nothing'} of ${bytes} bytes. Look at its log.`);
}

async function hashOf({ objects, upload, pieces }: Joining): Promise<BlobHash> {
  const hash = createHash('sha256');
  for (const { name, bytes } of pieces) {
    await objects.read(keyOf(upload, name), bytes, (chunk) => void hash.update(chunk));
  }
  return hash.digest('hex');
}

async function joinParts(joining: Joining, hash: BlobHash): Promise<void> {
  const { objects, uploads, upload } = joining;
  const key = blobKey(hash);
  const id = await objects.beginParts(key);
  await uploads.noteJoining(upload, hash, id);
  try {
    const etags = await copyParts(joining, key, id);
    await objects.finishParts(key, id, etags);
  } catch (error) {
    // A repeated request finds it finished; join() looks whether it is.
    if (error instanceof S3Failure && error.code === 'NoSuchUpload') return;
    await objects.abortParts(key, id).catch(() => {});
    throw error;
  }
}

async function copyParts(joining: Joining, key: string, id: string): Promise<readonly string[]> {
  const { objects, upload, pieces } = joining;
  const etags: string[] = [];
  const [first, ...others] = pieces.entries();
  if (first === undefined) return etags;
  const copy = async ([index, { name }]: [number, Piece]): Promise<void> => {
    etags[index] = await objects.copyPart(key, id, index + 1, keyOf(upload, name));
  };
  try {
    await copy(first);
  } catch (error) {
    if (error instanceof S3Failure && error.isNotImplemented) return sendParts(joining, key, id);
    throw error;
  }
  const waiting = others.values();
  const work = async (): Promise<void> => {
    for (const entry of waiting) await copy(entry);
  };
  await Promise.all(Array.from({ length: PARALLEL }, work));
  return etags;
}

/** For a server that cannot copy parts. */
async function sendParts(joining: Joining, key: string, id: string): Promise<readonly string[]> {
  const { objects, upload, pieces, openSpool } = joining;
  const etags: string[] = [];
  const spool = await openSpool();
  try {
    for (const [index, { name, bytes }] of pieces.entries()) {
      spool.clear();
      await objects.read(keyOf(upload, name), bytes, (chunk) => spool.add(chunk));
      etags.push(await objects.putPart(key, id, index + 1, spool.body()));
    }
  } finally {
    await spool.close();
  }
  return etags;
}
