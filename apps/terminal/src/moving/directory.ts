/**
 * An export that was unpacked.
 *
 * @module
 */
import { createReadStream } from 'node:fs';
import { readdir, realpath } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { Archive } from './archive.ts';

export async function openDirectory(path: string): Promise<Archive> {
  const root = await realpath(path);
  const found = await readdir(root, { recursive: true, withFileTypes: true });
  // A link could lead out of it.
  const names = found
    .filter((each) => each.isFile())
    .map((each) => relative(root, join(each.parentPath, each.name)).split(sep).join('/'))
    .sort();
  const known = new Set(names);
  return {
    names,
    async open(name) {
      if (!known.has(name)) throw new Error(`there is no file ${name}`);
      return createReadStream(join(root, name));
    },
    pathOf: (name) => (known.has(name) ? join(root, name) : undefined),
    close: () => Promise.resolve(),
  };
}
