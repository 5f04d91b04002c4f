/**
 * Writes what arrives into a piece of this process.
 *
 * @module
 */
import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import type { Random } from '../../clock.ts';
import type { UploadId } from '../blob-store.ts';
import type { Cover } from '../cover.ts';
import { newPieceName } from '../names.ts';
import { Writer } from '../writers.ts';
import { FILE_MODE, syncFile, syncFolder, writeAll } from '../files.ts';
import type { Folders } from './folders.ts';

export interface Appending {
  readonly folders: Folders;
  readonly upload: UploadId;
  readonly cover: Cover;
  readonly random: Random;
}

/**
 * Begins a piece, which this process may go on with. Before, it makes durable what the piece follows: a router may have
 * died before it could.
 */
export async function beginPiece({ folders, upload, cover, random }: Appending): Promise<Writer> {
  for (const { name } of cover.pieces) await syncFile(folders.piece(upload, name));
  const writer = new Writer(cover.bytes);
  const name = newPieceName(cover.bytes, random);
  const file = await open(folders.piece(upload, name), 'wx', FILE_MODE);
  await file.close();
  await syncFolder(folders.upload(upload));
  writer.pieces = [{ name, start: cover.bytes, bytes: 0 }];
  return writer;
}

/** Adds to the writer's piece. What has been written is durable afterwards, also when it rejects. */
export async function appendTo(
  writer: Writer,
  path: string,
  source: AsyncIterable<Uint8Array>,
): Promise<void> {
  const start = writer.pieces[0]?.start ?? 0;
  const before = writer.end - start;
  const file = await open(path, 'r+');
  try {
    await writeAndSync(file, before, writer, source);
  } finally {
    await file.close();
  }
}

async function writeAndSync(
  file: FileHandle,
  before: number,
  writer: Writer,
  source: AsyncIterable<Uint8Array>,
): Promise<void> {
  let position = before;
  try {
    for await (const chunk of source) {
      await writeAll(file, chunk, position, (written) => writer.add(written));
      position += chunk.length;
    }
  } finally {
    await syncOrUndo(file, before, writer);
  }
}

/** After a failed fsync nobody knows what is on the disk, and a second one may succeed without it. */
async function syncOrUndo(file: FileHandle, before: number, writer: Writer): Promise<void> {
  try {
    await file.datasync();
  } catch (error) {
    writer.spoil();
    await file.truncate(before).catch(() => {});
    throw error;
  }
}
