/**
 * The mark of a directory with blobs: a file with an id that the log has, too. So a router that was given another directory
 * than the others, or that of another installation, notices.
 *
 * @module
 */
import { randomUUID } from 'node:crypto';
import { open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { FILE_MODE, fileFailure, isCode, linked, syncFolder } from '../files.ts';

/** What it has: the id, and `new` until the log has it, too. */
export interface Mark {
  readonly id: string;
  readonly isNew: boolean;
}

export const MARK_FILE = 'posthorn-files.txt';
const MARK = /^([0-9a-f]{32})( new)?\s*$/;

/** Undefined if there is none. Rejects with a BlobError. */
export async function readMark(directory: string): Promise<Mark | undefined> {
  try {
    const [, id, isNew] = MARK.exec(await readFile(pathIn(directory), 'utf8')) ?? [];
    return { id: id ?? '', isNew: isNew !== undefined };
  } catch (error) {
    if (isCode(error, 'ENOENT', 'ENOTDIR')) return undefined;
    throw fileFailure(error, directory);
  }
}

/** Makes one, if there is none. Resolves with the one that is there. Durable. */
export async function makeMark(directory: string, id: string): Promise<Mark> {
  const temporary = await written(directory, `${id} new\n`);
  try {
    // Two routers may start together.
    if (!(await linked(temporary, pathIn(directory))) && (await readMark(directory)) === undefined)
      await rename(temporary, pathIn(directory));
    await syncFolder(directory);
  } catch (error) {
    throw fileFailure(error, directory);
  } finally {
    await rm(temporary, { force: true });
  }
  return (await readMark(directory)) ?? { id, isNew: true };
}

/** Replaces it by one that is not new. Durable. */
export async function setMark(directory: string, id: string): Promise<void> {
  const temporary = await written(directory, `${id}\n`);
  try {
    await rename(temporary, pathIn(directory));
    await syncFolder(directory);
  } catch (error) {
    throw fileFailure(error, directory);
  }
}

async function written(directory: string, text: string): Promise<string> {
  const path = `${pathIn(directory)}.${randomUUID()}`;
  try {
    const file = await open(path, 'wx', FILE_MODE);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    return path;
  } catch (error) {
    throw fileFailure(error, directory);
  }
}

function pathIn(directory: string): string {
  return join(directory, MARK_FILE);
}
