/**
 * Opens an export: a directory, a ZIP file, or a file of records alone.
 *
 * @module
 */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { UsageError } from '../exit-codes.ts';
import type { Archive } from './archive.ts';
import { openDirectory } from './directory.ts';
import { openZip } from './zip.ts';

/** Throws a UsageError for what is neither. */
export async function openArchive(path: string): Promise<Archive> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined)
    throw new UsageError(`${path} cannot be read: there is no such file or directory.`);
  if (found.isDirectory()) return openDirectory(path);
  return /\.jsonl?$/i.test(path) ? single(path) : openZip(path);
}

/** A file of records alone. */
function single(path: string): Archive {
  const only = basename(path);
  return {
    names: [only],
    async open(name) {
      if (name !== only) throw new Error(`there is no file ${name}`);
      return createReadStream(path);
    },
    pathOf: (name) => (name === only ? path : undefined),
    close: () => Promise.resolve(),
  };
}
