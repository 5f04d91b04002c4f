/**
 * A storage in a directory: a log of changes, one JSON line each. A write is synced before it counts. The log is rewritten
 * when most of it is outdated.
 *
 * @module
 */
import { constants } from 'node:fs';
import { mkdir, open, readFile, rename, unlink } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { PosthornError } from '@posthorn/protocol';
import type { Storage } from '../api.ts';

type Entry = readonly [key: string, value: unknown];

interface Waiting {
  readonly entries: readonly Entry[];
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** The log is rewritten when it has this many more lines than values. */
const MAX_OUTDATED = 10_000;

/** Opens the storage in `directory`. Rejects with CONFLICT if another process uses it. */
export async function fileStorage(directory: string): Promise<Storage> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const lockPath = join(directory, 'lock');
  await lock(lockPath, directory);
  const path = join(directory, 'device.jsonl');
  const values = await read(path);
  return new FileStorage(path, values, { unlock: () => unlink(lockPath) });
}

class FileStorage implements Storage {
  readonly #path: string;
  readonly #values: Map<string, unknown>;
  readonly #unlock: () => Promise<void>;
  #file: FileHandle | undefined;
  #lines: number = Number.POSITIVE_INFINITY;
  readonly #waiting: Waiting[] = [];
  #writing: Promise<void> | undefined;
  #isClosed = false;

  constructor(
    path: string,
    values: Map<string, unknown>,
    { unlock }: { readonly unlock: () => Promise<void> },
  ) {
    this.#path = path;
    this.#values = values;
    this.#unlock = unlock;
  }

  async load(): Promise<ReadonlyMap<string, unknown>> {
    return new Map(this.#values);
  }

  put(entries: readonly Entry[]): Promise<void> {
    if (this.#isClosed) return Promise.reject(new PosthornError('UNAVAILABLE', 'the storage is closed'));
    return new Promise((resolve, reject) => {
      this.#waiting.push({ entries, resolve, reject });
      this.#writing ??= this.#writeAll();
    });
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    await this.#writing;
    await this.#file?.close();
    await this.#unlock();
  }

  /** What arrives while one batch is synced goes into the next one. */
  async #writeAll(): Promise<void> {
    await Promise.resolve();
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0);
      try {
        await this.#write(batch.flatMap(({ entries }) => entries));
        for (const { resolve } of batch) resolve();
      } catch (error) {
        // The content of the file is now unknown: the next write rewrites it.
        this.#lines = Number.POSITIVE_INFINITY;
        for (const { reject } of batch) reject(error);
      }
    }
    this.#writing = undefined;
  }

  async #write(entries: readonly Entry[]): Promise<void> {
    for (const [key, value] of entries) {
      if (value === undefined) this.#values.delete(key);
      else this.#values.set(key, value);
    }
    if (this.#file === undefined || this.#lines - this.#values.size > MAX_OUTDATED) {
      await this.#rewrite();
      return;
    }
    await this.#file.appendFile(format(entries));
    await this.#file.datasync();
    this.#lines += entries.length;
  }

  async #rewrite(): Promise<void> {
    await this.#file?.close();
    this.#file = undefined;
    const temporary = `${this.#path}.new`;
    const file = await open(temporary, 'w', 0o600);
    try {
      await file.appendFile(format([...this.#values]));
      await file.datasync();
      await rename(temporary, this.#path);
    } catch (error) {
      await file.close();
      throw error;
    }
    this.#file = file;
    this.#lines = this.#values.size;
  }
}

function format(entries: readonly Entry[]): string {
  return entries
    .map(([key, value]) => `${JSON.stringify(value === undefined ? [key] : [key, value], bytesAsText)}\n`)
    .join('');
}

/** A replacer for JSON.stringify: bytes become base64. */
function bytesAsText(_key: string, value: unknown): unknown {
  return value instanceof Uint8Array
    ? Buffer.from(value.buffer, value.byteOffset, value.length).toString('base64')
    : value;
}

async function read(path: string): Promise<Map<string, unknown>> {
  const values = new Map<string, unknown>();
  for (const line of (await textOf(path)).split('\n')) {
    const entry = parse(line);
    // A line that a crash cut off was never confirmed to anybody.
    if (entry === undefined) break;
    if (entry.length === 1) values.delete(entry[0]);
    else values.set(entry[0], entry[1]);
  }
  return values;
}

function parse(line: string): readonly [string] | Entry | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return Array.isArray(value) && typeof value[0] === 'string' ? (value as unknown as Entry) : undefined;
  } catch {
    return undefined;
  }
}

async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}

/** Creates a file with our process id. Takes over one that a dead process left behind. */
async function lock(path: string, directory: string): Promise<void> {
  for (let tries = 0; tries < 5; tries++) {
    try {
      const file = await open(path, constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY, 0o600);
      await file.writeFile(`${process.pid}\n`);
      await file.close();
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const holder = Number((await textOf(path)).trim());
    if (holder > 0 && isAlive(holder)) {
      throw new PosthornError(
        'CONFLICT',
        `${directory} is in use by process ${holder}: end it, or use another directory`,
      );
    }
    await unlink(path).catch(() => {});
  }
  throw new PosthornError('CONFLICT', `${directory} is in use by another process`);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
