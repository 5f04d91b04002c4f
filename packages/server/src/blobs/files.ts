/**
 * Files and folders that are private and durable.
 *
 * @module
 */
import { link, mkdir, open, readdir, stat } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { BlobError } from './blob-store.ts';

export const FILE_MODE = 0o600;
const FOLDER_MODE = 0o700;

/** Makes the names in a folder durable. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** Makes what is in a file durable. */
export async function syncFile(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Makes a folder if there is none, and its name durable. Its parent must exist. */
export async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { mode: FOLDER_MODE });
  } catch (error) {
    if (!isCode(error, 'EEXIST')) throw error;
  }
  // Also if it was there: whoever has made it may not have come so far.
  await syncFolder(dirname(path));
}

/** Names in a folder, sorted. None if there is no folder. */
export async function namesIn(path: string): Promise<readonly string[]> {
  try {
    return (await readdir(path)).toSorted();
  } catch (error) {
    if (isCode(error, 'ENOENT', 'ENOTDIR')) return [];
    throw error;
  }
}

/** Undefined if there is no such file. */
export async function factsOf(
  path: string,
): Promise<{ readonly bytes: number; readonly changedAt: number } | undefined> {
  try {
    const { size, mtimeMs } = await stat(path);
    return { bytes: size, changedAt: mtimeMs };
  } catch (error) {
    if (isCode(error, 'ENOENT', 'ENOTDIR')) return undefined;
    throw error;
  }
}

/** Gives a file a second name, if there is none of that name and the file system can. False otherwise. */
export async function linked(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if (isCode(error, 'EEXIST', 'EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK')) return false;
    throw error;
  }
}

/** Writes all of it at `position`. `onWritten` is told of what has been written, also before a failure. */
export async function writeAll(
  file: FileHandle,
  bytes: Uint8Array,
  position: number,
  onWritten: (written: Uint8Array) => void,
): Promise<void> {
  let done = 0;
  while (done < bytes.length) {
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done, position + done);
    onWritten(bytes.subarray(done, done + bytesWritten));
    done += bytesWritten;
  }
}

export function isCode(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof Error && codes.includes((error as NodeJS.ErrnoException).code ?? '');
}

/** A BlobError for what the file system says; other errors as they are. */
export function failureOf(error: unknown, path: string): unknown {
  if (error instanceof BlobError || !(error instanceof Error) || !('syscall' in error)) return error;
  return fileFailure(error, path);
}

export function fileFailure(error: unknown, path: string): BlobError {
  if (error instanceof BlobError) return error;
  const code = error instanceof Error ? ((error as NodeJS.ErrnoException).code ?? error.message) : 'unknown';
  if (isCode(error, 'ENOSPC', 'EDQUOT', 'EFBIG')) {
    return new BlobError('full', `There is no space for files in ${path} (${code}): make some.`, {
      cause: error,
    });
  }
  return new BlobError(
    'unavailable',
    `Files in ${path} cannot be used (${code}): look whether it is there, and whether Posthorn may write to it.`,
    { cause: error },
  );
}
