/**
 * The data directory: its lock, whether it may be used, and its generation file.
 *
 * @module
 */
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { open, rename } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { StoreError } from '../store.ts';
import { createPrivate } from './permissions.ts';

/** Held until {@link DirectoryLock.release} or the end of the process, even by a kill. */
export interface DirectoryLock {
  release(): void;
}

/** Creates the directory if missing. Throws `unavailable`, and says what to do, if it cannot be used. */
export function ensureDirectory(directory: string): void {
  try {
    makeDirectory(resolve(directory));
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new StoreError(
      'unavailable',
      `The data directory ${directory} cannot be made (${code}): choose another with --data or give Posthorn the right to write there.`,
      { cause },
    );
  }
}

/** Like mkdir's `recursive`, which never returns if a parent exists but nothing can be created in it, as in /proc. */
function makeDirectory(path: string): void {
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST' && statSync(path).isDirectory()) return;
    if (code !== 'ENOENT' || dirname(path) === path) throw error;
    makeDirectory(dirname(path));
    mkdirSync(path, { mode: 0o700 });
  }
}

/** How long to wait for a lock: a server that was just killed may hold it a moment longer. */
const PATIENCE_MS = 1000;
const RETRY_MS = 50;

/** Rejects with `locked` if another process has the lock. */
export async function lockDirectory(directory: string): Promise<DirectoryLock> {
  for (let waitedMs = 0; ; waitedMs += RETRY_MS) {
    try {
      return tryLock(directory);
    } catch (error) {
      const isLocked = error instanceof StoreError && error.code === 'locked';
      if (!isLocked || waitedMs >= PATIENCE_MS) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
  }
}

function tryLock(directory: string): DirectoryLock {
  const pidPath = join(directory, 'posthorn.pid');
  const lockPath = join(directory, 'posthorn.lock');
  let lock: DatabaseSync | undefined;
  try {
    createPrivate(lockPath);
    // The kernel holds SQLite’s file lock, so it ends with the process.
    lock = new DatabaseSync(lockPath, { timeout: 0 });
    lock.exec('PRAGMA journal_mode = DELETE; PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
  } catch (cause) {
    lock?.close();
    throw lockError(directory, pidPath, cause);
  }
  const held = lock;
  writeDurably(pidPath, `${process.pid}\n`);
  return {
    release() {
      if (held.isOpen) held.close();
    },
  };
}

/** SQLITE_BUSY and SQLITE_LOCKED. */
const LOCKED_CODES = [5, 6];

function lockError(directory: string, pidPath: string, cause: unknown): StoreError {
  const code = (cause as { readonly errcode?: number }).errcode ?? 0;
  if (LOCKED_CODES.includes(code & 0xff)) {
    const pid = readText(pidPath)?.trim() ?? 'unknown';
    return new StoreError(
      'locked',
      `Another Posthorn (process ${pid}) uses the data directory ${directory}: stop it, or choose another with --data.`,
      { cause },
    );
  }
  return new StoreError(
    'unavailable',
    `The data directory ${directory} cannot be used (${(cause as Error).message}): give Posthorn the right to write there and enough space, or choose another with --data.`,
    { cause },
  );
}

/** Name of the file that marks a directory as unusable. Contains the reason. */
const CLOSED_FILE = 'closed.txt';

/**
 * Prevents servers from starting here until {@link openDirectory}. `reason`: a message that says what to do. Durable.
 */
export function closeDirectory(directory: string, reason: string): void {
  writeDurably(join(directory, CLOSED_FILE), `${reason}\n`);
}

export function openDirectory(directory: string): void {
  rmSync(join(directory, CLOSED_FILE), { force: true });
}

/** The reason why the directory must not be used. Undefined if it may be used. */
export function reasonClosed(directory: string): string | undefined {
  return readText(join(directory, CLOSED_FILE))?.trim();
}

/** Throws `locked` with the reason if the directory must not be used. */
export function assertOpen(directory: string): void {
  const reason = reasonClosed(directory);
  if (reason !== undefined) throw new StoreError('locked', `${directory} is closed: ${reason}`);
}

/** The generation in the file of the directory. Undefined if there is no file. See history.ts. */
export function readGeneration(directory: string): number | undefined {
  const text = readText(join(directory, 'generation'));
  return text === undefined || !/^\d{1,15}\n$/.test(text) ? undefined : Number(text);
}

/** Writes the generation. Durable when it returns. */
export function writeGeneration(directory: string, generation: number): void {
  writeDurably(join(directory, 'generation'), `${generation}\n`);
}

/** Like writeGeneration(), but asynchronous, for a running server. Resolves once durable. Only one call at a time. */
export async function raiseGeneration(directory: string, generation: number): Promise<void> {
  const path = join(directory, 'generation');
  const temporary = `${path}.new`;
  const file = await open(temporary, 'w', 0o600);
  try {
    await file.writeFile(`${generation}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(temporary, path);
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function writeDurably(path: string, text: string): void {
  const temporary = `${path}.new`;
  const file = openSync(temporary, 'w', 0o600);
  try {
    writeSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(temporary, path);
}
