/**
 * Whether a place has the files of this log, and all routers the same one.
 *
 * @module
 */
import { BlobError } from '../blobs/blob-store.ts';
import type { PlaceMark } from '../blobs/mark.ts';
import { newId } from '../blobs/names.ts';
import type { Random } from '../clock.ts';
import type { Logger } from '../logger.ts';
import { claimFilesPlace, filesPlace } from '../store/files/place-queries.ts';
import type { Store } from '../store/store.ts';

export interface Marked {
  readonly mark: PlaceMark;
  readonly store: Store;
  readonly random: Random;
  readonly logger: Logger;
}

/** Rejects with a BlobError whose message says what to do, if the place is another one. Resolves with its id. */
export async function claimPlace({ mark, store, random, logger }: Marked): Promise<string> {
  const before = await store.run(filesPlace);
  const found = (await mark.read()) ?? (before === undefined ? await mark.make(newId(random)) : undefined);
  if (found === undefined) return adopt({ mark, store, random, logger }, before ?? '');
  // Once more: another router that is the first one, too, sets the mark when the log has its id.
  const known = await store.run(filesPlace);
  if (known === undefined && !found.isNew) throw elsewhere(mark, undefined);
  const id = known ?? (await store.run(claimFilesPlace, found.id));
  // Of two routers that are the first ones of a bucket, one has overwritten the mark of the other.
  if (found.id !== id && !(found.isNew && mark.isGlobal)) throw elsewhere(mark, id);
  if (found.isNew) await mark.set(id);
  return id;
}

/** A place without a mark, though there was one. */
async function adopt({ mark, store, logger }: Marked, id: string): Promise<string> {
  const { place, isGlobal } = mark;
  if (store.capabilities.shared && !isGlobal) {
    throw new BlobError(
      'unavailable',
      `${place} is not the directory with the files of this installation, which all routers must share: it has no mark. ` +
        `To begin without the files that there were, make one: ${mark.remedy(id)}`,
    );
  }
  // After a restore, or if somebody has moved it without it.
  logger.warn({ files: place }, 'The place of files is new: files that were sent before may be missing.');
  await mark.set(id);
  return id;
}

function elsewhere(mark: PlaceMark, id: string | undefined): BlobError {
  const remedy = id === undefined ? 'remove posthorn-files.txt there' : mark.remedy(id);
  return new BlobError(
    'unavailable',
    `${mark.place} has the files of another installation: choose another place with --files. If they are of this one, ` +
      `all the same: ${remedy}`,
  );
}

/** Rejects if the place is no longer the one with this id. */
export async function assertPlace(mark: PlaceMark, id: string): Promise<void> {
  if ((await mark.read())?.id === id) return;
  throw new Error(`${mark.place} is no longer the directory with the files of this installation`);
}
