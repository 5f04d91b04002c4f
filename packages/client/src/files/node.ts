/**
 * Files on the disk, in Node. Its modules are asked for when they are needed, so that bundlers for browsers need not know them.
 *
 * @module
 */
import type * as crypto from 'node:crypto';
import type * as fs from 'node:fs/promises';
import type * as path from 'node:path';
import { PosthornError } from '@posthorn/protocol';
import type { OpenSource } from './open-source.ts';

/** What this needs of Node's modules. */
export interface NodeModules {
  readonly fs: typeof fs;
  readonly path: typeof path;
  readonly crypto: typeof crypto;
}

/** Throws INVALID in browsers. */
export function nodeModules(): NodeModules {
  const get = (globalThis as { process?: Partial<NodeJS.Process> }).process?.getBuiltinModule;
  if (get === undefined)
    throw new PosthornError('INVALID', 'paths of files need Node; in browsers give a File');
  return { fs: get('node:fs/promises'), path: get('node:path'), crypto: get('node:crypto') };
}

/** Opens a file to upload it. Rejects with INVALID if it cannot be read, or is no file. */
export async function openPath(name: string): Promise<OpenSource> {
  const node = nodeModules();
  const file = await node.fs.open(name, 'r').catch((cause: unknown) => {
    throw new PosthornError('INVALID', `${name} cannot be read: ${reasonOf(cause)}`, { cause });
  });
  try {
    const about = await file.stat();
    if (!about.isFile()) throw new PosthornError('INVALID', `${name} is no file`);
    const check = async (): Promise<void> => {
      const now = await file.stat();
      if (now.size === about.size && now.mtimeMs === about.mtimeMs) return;
      throw new PosthornError('INVALID', `${name} was changed while it was uploaded`);
    };
    return {
      name: node.path.basename(name),
      type: '',
      size: about.size,
      lastModified: Math.trunc(about.mtimeMs),
      isLasting: true,
      async read(start, length) {
        const wanted = Math.max(0, Math.min(length, about.size - start));
        const bytes = new Uint8Array(wanted);
        for (let at = 0; at < wanted;) {
          const { bytesRead } = await file.read(bytes, at, wanted - at, start + at);
          if (bytesRead === 0) break;
          at += bytesRead;
        }
        await check();
        return bytes;
      },
      close: () => file.close(),
    };
  } catch (error) {
    await file.close();
    throw error;
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such file',
  EACCES: 'you may not read it',
  EPERM: 'you may not',
  EISDIR: 'it is a directory',
  ENOSPC: 'the disk is full',
  EROFS: 'the disk cannot be written to',
};

/** Why the system refused, for people. */
export function reasonOf(error: unknown): string {
  const { code = '', message = String(error) } = error as Partial<NodeJS.ErrnoException>;
  return REASONS[code] ?? message;
}
