/**
 * Puts the blob of an upload together, and gives it its name when it is complete and durable.
 *
 * @module
 */
import { createHash } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import type { Random } from '../../clock.ts';
import type { Blob, BlobHash, UploadId } from '../blob-store.ts';
import { checkBytes, checkSame } from '../checks.ts';
import type { Cover, CoveringPiece } from '../cover.ts';
import type { Writer } from '../writers.ts';
import { factsOf, FILE_MODE, linked, writeAll } from '../files.ts';
import type { Folders } from './folders.ts';

const COPY_BYTES = 256 * 1024;

export interface Assembling {
  readonly folders: Folders;
  readonly upload: UploadId;
  readonly cover: Cover;
  /** Of this process, if it has received all. */
  readonly writer: Writer | undefined;
  readonly expected: { readonly bytes: number; readonly hash?: BlobHash };
  readonly random: Random;
}

export async function assemble(assembling: Assembling): Promise<Blob> {
  const { cover, expected } = assembling;
  checkBytes(cover.bytes, expected.bytes);
  return (await linkOwnPiece(assembling)) ?? copyPieces(assembling);
}

/**
 * A single piece that this process has written becomes the blob, without being read or copied. Only such a piece: another
 * process may still hold a piece of its own open, and change it.
 */
async function linkOwnPiece(assembling: Assembling): Promise<Blob | undefined> {
  const { folders, upload, writer, expected } = assembling;
  const [piece, ...others] = writer?.pieces ?? [];
  if (writer === undefined || !writer.isWhole || piece === undefined || others.length > 0) return undefined;
  const blob = { hash: writer.digest(), bytes: writer.end };
  checkSame(blob.hash, expected.hash);
  if (await isThere(folders, blob)) return blob;
  await folders.makeFolderOf(blob.hash);
  if (!(await linked(folders.piece(upload, piece.name), folders.blob(blob.hash)))) return undefined;
  await folders.syncFolderOf(blob.hash);
  return blob;
}

async function copyPieces({ folders, upload, cover, expected, random }: Assembling): Promise<Blob> {
  const path = folders.unfinished(upload, random);
  const target = await open(path, 'wx', FILE_MODE);
  try {
    const blob = await copyInto(target, cover, (piece) => folders.piece(upload, piece.name));
    checkBytes(blob.bytes, expected.bytes);
    checkSame(blob.hash, expected.hash);
    if (await isThere(folders, blob)) return blob;
    await target.sync();
    await folders.makeFolderOf(blob.hash);
    // Replaces a blob of the same bytes, which changes nothing, or one that is damaged.
    await rename(path, folders.blob(blob.hash));
    await folders.syncFolderOf(blob.hash);
    return blob;
  } finally {
    await target.close();
    await rm(path, { force: true });
  }
}

async function copyInto(
  target: FileHandle,
  cover: Cover,
  pathOf: (piece: CoveringPiece) => string,
): Promise<Blob> {
  const hash = createHash('sha256');
  const buffer = Buffer.allocUnsafe(COPY_BYTES);
  let bytes = 0;
  for (const piece of cover.pieces) {
    const source = await open(pathOf(piece), 'r');
    try {
      // No further than it was when it was looked at: its writer may still be adding to it.
      let left = piece.bytes - piece.from;
      while (left > 0) {
        const { bytesRead } = await source.read(buffer, 0, Math.min(left, COPY_BYTES), piece.bytes - left);
        if (bytesRead === 0) break;
        const read = buffer.subarray(0, bytesRead);
        await writeAll(target, read, bytes, () => {});
        hash.update(read);
        bytes += bytesRead;
        left -= bytesRead;
      }
    } finally {
      await source.close();
    }
  }
  return { hash: hash.digest('hex'), bytes };
}

/** Whether the blob is there already, whole. Its name is durable afterwards, whoever has given it. */
async function isThere(folders: Folders, { hash, bytes }: Blob): Promise<boolean> {
  if ((await factsOf(folders.blob(hash)))?.bytes !== bytes) return false;
  await folders.syncFolderOf(hash);
  return true;
}
