/**
 * Which place has the bytes of files: the id that its mark has, too. See blobs/mark.ts.
 *
 * @module
 */
import { getMeta, keepMeta } from '../sql/meta.ts';
import type { Query } from '../sql/sql.ts';

/** Makes `id` the one of this log, if it has none yet. Returns the one that it has. */
export function* claimFilesPlace(id: string): Query<string> {
  return yield* keepMeta('files', id);
}

export function* filesPlace(): Query<string | undefined> {
  return yield* getMeta('files');
}
