/**
 * The data directory: whose it is, and whether its database is the one that was here last.
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

/** Held until {@link DirectoryLock.release} or the end of the process, however it ends. */
export interface DirectoryLock {
  release(): void;
}

/** Makes the directory when it is missing. Throws `unavailable` with what to do when it cannot be used. */
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

/** As mkdir's `recursive`, which never ends where a parent is there and nothing can be made in it, as in /proc. */
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

/** A server that was just killed may hold its lock for a moment longer. */
const PATIENCE_MS = 1000;
const RETRY_MS = 50;

/** Rejects with `locked` when another process has it. */
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
  let lock: DatabaseSync | undefined;
  try {
    // SQLite's file lock is the kernel's: a killed process holds nothing.
    lock = new DatabaseSync(join(directory, 'posthorn.lock'), { timeout: 0 });
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

/** What stands in a directory that must not be used. */
const CLOSED_FILE = 'closed.txt';

/** Lets no server start here until {@link openDirectory}; `reason`: a sentence that says what to do. Durable. */
export function closeDirectory(directory: string, reason: string): void {
  writeDurably(join(directory, CLOSED_FILE), `${reason}\n`);
}

export function openDirectory(directory: string): void {
  rmSync(join(directory, CLOSED_FILE), { force: true });
}

/** Why the directory must not be used; undefined when it may. */
export function reasonClosed(directory: string): string | undefined {
  return readText(join(directory, CLOSED_FILE))?.trim();
}

/** Throws `locked` with the reason when the directory must not be used. */
export function assertOpen(directory: string): void {
  const reason = reasonClosed(directory);
  if (reason !== undefined) throw new StoreError('locked', `${directory} is closed: ${reason}`);
}

/** The generation that the directory's own file names; undefined when there is none. See history.ts. */
export function readGeneration(directory: string): number | undefined {
  const text = readText(join(directory, 'generation'));
  return text === undefined || !/^\d{1,15}\n$/.test(text) ? undefined : Number(text);
}

/** Durable when it returns. */
export function writeGeneration(directory: string, generation: number): void {
  writeDurably(join(directory, 'generation'), `${generation}\n`);
}

/** The same in a running server, which goes on meanwhile. Resolves when it is durable; one at a time. */
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
