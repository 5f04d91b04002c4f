/**
 * An export in a ZIP file. Nothing is unpacked to the disk, so no name in it leads anywhere.
 *
 * @module
 */
import { UsageError } from '../exit-codes.ts';
import { openPromise } from 'yauzl';
import type { Entry, ZipFile } from 'yauzl';
import type { Archive } from './archive.ts';

/** What grows by more than this when it is unpacked is no export: text shrinks to a tenth, seldom to a hundredth. */
const MAX_RATIO = 500;
/** Small files may. */
const HARMLESS_BYTES = 16_777_216;
const MAX_ENTRIES = 5_000_000;

export async function openZip(path: string): Promise<Archive> {
  // It refuses names that lead out of the archive, and entries that are longer than they say.
  const zip = await openPromise(path, {
    autoClose: false,
    lazyEntries: true,
    validateEntrySizes: true,
  }).catch((error: unknown) => {
    throw new UsageError(`${path} is no ZIP file that can be read: ${reasonOf(error)}.`);
  });
  const entries = await entriesOf(zip, path).catch((error: unknown) => {
    zip.close();
    throw new UsageError(`${path} is not safe to read: ${reasonOf(error)}.`);
  });
  return {
    names: [...entries.keys()].sort(),
    async open(name) {
      const entry = entries.get(name);
      if (entry === undefined) throw new Error(`there is no file ${name}`);
      return zip.openReadStreamPromise(entry);
    },
    pathOf: () => undefined,
    async close() {
      zip.close();
    },
  };
}

async function entriesOf(zip: ZipFile, path: string): Promise<Map<string, Entry>> {
  const entries = new Map<string, Entry>();
  for await (const entry of zip.eachEntry()) {
    const { fileName: name, compressedSize, uncompressedSize } = entry;
    if (name.endsWith('/')) continue;
    if (uncompressedSize > HARMLESS_BYTES && uncompressedSize > compressedSize * MAX_RATIO)
      throw new Error(`${name} would grow from ${compressedSize} to ${uncompressedSize} bytes`);
    if (entries.has(name)) throw new Error(`${path} has two files ${name}`);
    if (entries.size >= MAX_ENTRIES) throw new Error(`it has more than ${MAX_ENTRIES} files`);
    entries.set(name, entry);
  }
  return entries;
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
