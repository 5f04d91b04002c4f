/**
 * Notes on uploads in the state directory of an account, so that a command that was killed can be run again and goes on. Commands of
 * one account run at the same time: each upload has a file of its own, and whoever works on it has locked that.
 *
 * @module
 */
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KeptUpload, UploadStore } from '@posthorn/client/files';

const NOTE = /^([\w-]+)\.json$/;

export class UploadNotes implements UploadStore {
  readonly #directory: string;
  readonly #locked = new Set<string>();

  /** Throws if the directory cannot be made. */
  constructor(directory: string) {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    this.#directory = directory;
  }

  list(): readonly (readonly [string, KeptUpload])[] {
    return readdirSync(this.#directory).flatMap((file) => {
      const [, fingerprint] = NOTE.exec(file) ?? [];
      const upload = fingerprint === undefined ? undefined : this.#read(fingerprint);
      return fingerprint === undefined || upload === undefined ? [] : [[fingerprint, upload] as const];
    });
  }

  /** Undefined too if another process works on it. */
  get(fingerprint: string): KeptUpload | undefined {
    return this.#lock(fingerprint) ? this.#read(fingerprint) : undefined;
  }

  async put(fingerprint: string, upload: KeptUpload | undefined): Promise<void> {
    if (!this.#lock(fingerprint)) return;
    const path = this.#path(fingerprint, 'json');
    if (upload === undefined) {
      rmSync(path, { force: true });
      return;
    }
    writeFileSync(`${path}.new`, JSON.stringify(upload), { mode: 0o600, flush: true });
    renameSync(`${path}.new`, path);
  }

  close(): void {
    for (const fingerprint of this.#locked) rmSync(this.#path(fingerprint, 'lock'), { force: true });
    this.#locked.clear();
  }

  #read(fingerprint: string): KeptUpload | undefined {
    try {
      const value = JSON.parse(readFileSync(this.#path(fingerprint, 'json'), 'utf8')) as Partial<KeptUpload>;
      const { id, name, bytes, expires } = value;
      if (typeof id !== 'string' || typeof name !== 'string') return undefined;
      return { id, name, bytes: Number(bytes), expires: Number(expires) };
    } catch {
      return undefined;
    }
  }

  /** False: another process has it. A process that has died has nothing. */
  #lock(fingerprint: string): boolean {
    if (this.#locked.has(fingerprint)) return true;
    const path = this.#path(fingerprint, 'lock');
    for (let tries = 0; tries < 2; tries++) {
      try {
        writeFileSync(path, String(process.pid), { flag: 'wx', mode: 0o600 });
        this.#locked.add(fingerprint);
        return true;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || isAlive(holderOf(path))) return false;
        rmSync(path, { force: true });
      }
    }
    return false;
  }

  #path(fingerprint: string, kind: 'json' | 'lock'): string {
    return join(this.#directory, `${fingerprint}.${kind}`);
  }
}

function holderOf(path: string): number {
  try {
    return Number(readFileSync(path, 'utf8'));
  } catch {
    return 0;
  }
}

function isAlive(pid: number): boolean {
  if (!(pid > 0)) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
