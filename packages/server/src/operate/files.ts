/**
 * The files of an installation, for the commands of operators: where their bytes are, which ones the database refers to, and how
 * they are copied.
 *
 * @module
 */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import type { BlobHash, BlobStore } from '../blobs/blob-store.ts';
import { copyBlobs } from '../blobs/copy.ts';
import type { CopiedBlobs } from '../blobs/copy.ts';
import { openDirectoryBlobStore } from '../blobs/directory.ts';
import { DirectoryMark } from '../blobs/directory/mark.ts';
import { MARK_FILE } from '../blobs/mark.ts';
import type { PlaceMark } from '../blobs/mark.ts';
import { openS3BlobStore, openS3Mark } from '../blobs/s3.ts';
import { addressOf } from '../compose/blobs.ts';
import { loadConfig } from '../compose/options.ts';
import type { Config } from '../compose/options.ts';
import { filesPlace } from '../config/files-place.ts';
import type { FilesPlace } from '../config/files-place.ts';
import { openForReading } from '../store/sqlite/snapshot.ts';
import { systemClock, systemRandom } from '../system.ts';
import { counted, OperateError } from './command.ts';
import type { OperateContext, OperateOption } from './command.ts';

/** Beside a backup, and in a data directory. */
export const FILES_FOLDER = 'files';

const S3_NOTE =
  'With s3://BUCKET/PREFIX, POSTHORN_FILES_ENDPOINT, _REGION, _ACCESS_KEY and _SECRET_KEY (or _SECRET_KEY_FILE) say how, as for posthorn start.';

export const FILES_OPTION: OperateOption = {
  placeholder: 'DIR|s3://BUCKET/PREFIX',
  description: `Where the server keeps the bytes of files, if the command does not find it in POSTHORN_FILES or posthorn.json; \`files\` in the data directory by default. ${S3_NOTE}`,
};

export const NO_FILES_OPTION: OperateOption = { description: 'Leave the bytes of files out.' };

/** A store of blobs, and where it is, for people. */
export interface OpenFiles {
  readonly blobs: BlobStore;
  readonly place: string;
  readonly mark: PlaceMark;
}

/** Where the server of a data directory keeps files: as `--files` says, the environment, or its configuration file. */
export function placeOf(data: string, given: string, env: OperateContext['env']): Config {
  const own = Object.entries(env).filter(([name]) => /^POSTHORN_(FILES|CONFIG)/.test(name));
  const argv = ['--data', data, ...(given === '' ? [] : ['--files', given])];
  return loadConfig({ argv, env: Object.fromEntries(own) }).config;
}

/** Opens what a server with this configuration uses. Undefined if there is none, and `isMade` does not say to make it. */
export async function openFiles(config: Config, { isMade = false } = {}): Promise<OpenFiles | undefined> {
  const { data, files } = config;
  const place: FilesPlace = files ?? { kind: 'directory', directory: join(data, FILES_FOLDER) };
  switch (place.kind) {
    case 'off':
      return undefined;
    case 'directory': {
      const { directory } = place;
      if (!isMade && !existsSync(directory)) return undefined;
      const blobs = await openDirectoryBlobStore({ directory, random: systemRandom });
      return { blobs, place: resolve(directory), mark: new DirectoryMark(directory) };
    }
    case 's3': {
      const address = addressOf(config);
      // What is in it has no name, so nothing stays there.
      const spool = existsSync(data) ? data : '.';
      const parts = { address, spool, clock: systemClock, random: systemRandom };
      const blobs = await openS3BlobStore(parts);
      return { blobs, place: filesPlace.format(place), mark: await openS3Mark(parts) };
    }
  }
}

const PAGE = 1000;

/** The blobs that the files of a database refer to, by hash; none in a database that is older than files. */
export function* referencedIn(database: DatabaseSync): Generator<BlobHash> {
  const isThere = database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'file_blobs'").get();
  if (isThere === undefined) return;
  const page = database.prepare(
    'SELECT hash FROM file_blobs WHERE hash > ? AND uses > 0 ORDER BY hash LIMIT ?',
  );
  for (let after = ''; ;) {
    const found = page.all(after, PAGE).map(({ hash }) => String(hash));
    yield* found;
    const last = found.at(-1);
    if (last === undefined) return;
    after = last;
  }
}

export function countReferenced(database: DatabaseSync): number {
  let count = 0;
  for (const _ of referencedIn(database)) count++;
  return count;
}

/** The id of the directory that had the files; see blobs/mark.ts. */
export function filesIdIn(path: string): string | undefined {
  const database = openForReading(path);
  try {
    const found = database.prepare("SELECT value FROM meta WHERE name = 'files'").get();
    return found === undefined ? undefined : String(found['value']);
  } finally {
    database.close();
  }
}

/** Copies what a database refers to. Rejects with an OperateError or a BlobError. */
export async function copyFiles(
  path: string,
  { from, to }: { readonly from: BlobStore; readonly to: BlobStore },
  { progress, signal }: Pick<OperateContext, 'progress' | 'signal'>,
): Promise<CopiedBlobs> {
  await discardStale(to);
  const database = openForReading(path);
  try {
    const total = countReferenced(database);
    let done = 0;
    const onBlob = (): void => progress.show('files', ++done, Math.max(total, done));
    return await copyBlobs({ from, to, hashes: referencedIn(database), signal, onBlob });
  } finally {
    database.close();
  }
}

/** Longer than any copy of one file takes. */
const STALE_MS = 86_400_000;

/** What copies have left that were killed. */
async function discardStale(blobs: BlobStore): Promise<void> {
  const unchangedSince = systemClock.now() - STALE_MS;
  for (;;) {
    const { items, next } = await blobs.listUploads({ unchangedSince, limit: PAGE });
    for (const { upload } of items) await blobs.discard(upload);
    if (next === undefined) return;
  }
}

/** What was copied, for people, and what could not be. */
export function filesText({ copied, bytes, present, missing, damaged }: CopiedBlobs): string {
  const lost = missing.length + damaged.length;
  const sentence = `${counted(copied, 'blob')} of files (${(bytes / 1e6).toFixed(1)} MB) copied, ${present} there already`;
  if (lost === 0) return `${sentence}.`;
  return `${sentence}; ${counted(lost, 'blob')} could not be copied, as the storage has lost or changed them: posthorn check-files names them.`;
}

/** The same for programs. */
export function filesFields(copied: CopiedBlobs): Readonly<Record<string, number>> {
  return {
    copied: copied.copied,
    bytes: copied.bytes,
    present: copied.present,
    missing: copied.missing.length,
    damaged: copied.damaged.length,
  };
}

/** Not one of many files is where they were looked for: it is the wrong place. */
export function assertSome(copied: CopiedBlobs, place: string, option = '--files'): void {
  if (copied.missing.length === 0 || copied.copied + copied.present > 0) return;
  throw new OperateError(
    `None of the files that messages refer to is in ${place}: name their place with ${option}, or leave them out with --no-files.`,
  );
}

/** Throws if a database refers to files, as nobody knows where they are. */
export function assertNoFiles(path: string, option = '--files'): void {
  const database = openForReading(path);
  try {
    const count = countReferenced(database);
    if (count === 0) return;
    throw new OperateError(
      `Messages refer to ${counted(count, 'blob')} of files, and there are none: name their place with ${option}, or leave them out with --no-files.`,
    );
  } finally {
    database.close();
  }
}

/**
 * Makes the mark of a place that of the database. `isOwn`: nobody else can use it. Throws an OperateError if it is that of
 * another installation, whose server would delete what it does not know.
 */
export async function markFiles(
  mark: PlaceMark,
  id: string | undefined,
  { isOwn }: { readonly isOwn: boolean },
): Promise<void> {
  const found = await mark.read();
  if (found !== undefined && !isOwn && found.id !== id) {
    throw new OperateError(
      `${mark.place} has the files of another installation: choose another place. If they are of this one, all the same, remove ${MARK_FILE} there.`,
    );
  }
  if (id !== undefined) await mark.set(id);
  else if (found !== undefined) await mark.remove();
}
