/**
 * Whether a directory has the files of this log, and all routers the same one.
 *
 * @module
 */
import { BlobError } from '../blobs/blob-store.ts';
import { MARK_FILE, makeMark, readMark, setMark } from '../blobs/directory/mark.ts';
import { newId } from '../blobs/names.ts';
import type { Random } from '../clock.ts';
import type { Logger } from '../logger.ts';
import { claimFilesPlace, filesPlace } from '../store/files/place-queries.ts';
import type { Store } from '../store/store.ts';

export interface Marked {
  readonly directory: string;
  readonly store: Store;
  readonly random: Random;
  readonly logger: Logger;
}

/** Rejects with a BlobError whose message says what to do, if the directory is another one. Resolves with its id. */
export async function claimDirectory({ directory, store, random, logger }: Marked): Promise<string> {
  const before = await store.run(filesPlace);
  const mark =
    (await readMark(directory)) ??
    (before === undefined ? await makeMark(directory, newId(random)) : undefined);
  if (mark === undefined) return adopt({ directory, store, random, logger }, before ?? '');
  // Once more: another router that is the first one, too, sets the mark when the log has its id.
  const known = await store.run(filesPlace);
  if (known === undefined && !mark.isNew) throw elsewhere(directory, undefined);
  const id = known ?? (await store.run(claimFilesPlace, mark.id));
  if (mark.id !== id) throw elsewhere(directory, id);
  if (mark.isNew) await setMark(directory, id);
  return id;
}

/** A directory without a mark, though there was one. */
async function adopt({ directory, store, logger }: Marked, id: string): Promise<string> {
  if (store.capabilities.shared) {
    throw new BlobError(
      'unavailable',
      `${directory} is not the directory with the files of this installation, which all routers must share: it has no ` +
        `${MARK_FILE}. To begin without the files that there were, put one there: echo ${id} > ${directory}/${MARK_FILE}`,
    );
  }
  // After a restore, or if somebody has moved it without it.
  logger.warn(
    { files: directory },
    'The directory of files is new: files that were sent before may be missing.',
  );
  await setMark(directory, id);
  return id;
}

function elsewhere(directory: string, id: string | undefined): BlobError {
  const remedy =
    id === undefined ? `remove ${directory}/${MARK_FILE}` : `echo ${id} > ${directory}/${MARK_FILE}`;
  return new BlobError(
    'unavailable',
    `${directory} has the files of another installation: choose another directory with --files. If they are of this one, ` +
      `all the same: ${remedy}`,
  );
}

/** Rejects if the directory is no longer the one with this id. */
export async function assertDirectory(directory: string, id: string): Promise<void> {
  if ((await readMark(directory))?.id === id) return;
  throw new Error(`${directory} is no longer the directory with the files of this installation`);
}
