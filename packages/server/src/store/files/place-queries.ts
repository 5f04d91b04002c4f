/**
 * Which place has the bytes of files: the id that its mark has, too. See blobs/mark.ts.
 *
 * @module
 */
import { getMeta, setMeta } from '../sql/meta.ts';
import { lockedRows } from '../sql/sql.ts';
import type { Query } from '../sql/sql.ts';

/** Makes `id` the one of this log, if it has none yet. Returns the one that it has. */
export function* claimFilesPlace(id: string): Query<string> {
  // One at a time: two routers may start together.
  yield* lockedRows("SELECT value FROM meta WHERE name = 'epoch'");
  const known = yield* getMeta('files');
  if (known !== undefined) return known;
  yield* setMeta('files', id);
  return id;
}

export function* filesPlace(): Query<string | undefined> {
  return yield* getMeta('files');
}
