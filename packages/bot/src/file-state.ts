/**
 * State in a file: for bots of one process that keep more than their space at the server holds.
 *
 * @module
 */
import { readFile, rename, writeFile } from 'node:fs/promises';
import type { StateStore } from './state.ts';

/** Reads the file, which need not exist. Each change is written before it resolves; a crash leaves the old file or the new one. */
export async function fileState(path: string): Promise<StateStore> {
  const values = new Map<string, string>(Object.entries(await read(path)));
  let writing: Promise<unknown> = Promise.resolve();
  return {
    get: (key) => Promise.resolve(values.get(key)),
    update(key, change) {
      const done = writing.then(async () => {
        const value = change(values.get(key));
        if (value === undefined) values.delete(key);
        else values.set(key, value);
        await writeFile(`${path}.new`, JSON.stringify(Object.fromEntries(values)));
        await rename(`${path}.new`, path);
      });
      writing = done.catch(() => {});
      return done;
    },
  };
}

async function read(path: string): Promise<Record<string, string>> {
  try {
    // This program has written it.
    return JSON.parse(await readFile(path, 'utf8')) as Record<string, string>;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {};
    throw error;
  }
}
