/**
 * Queries of the collector.
 *
 * @module
 */
import { getMeta, setMeta } from '../../store/sql/meta.ts';
import { change, lockedRows, rows } from '../../store/sql/sql.ts';
import type { Query } from '../../store/sql/sql.ts';
import { letGo } from './blob-queries.ts';
import { hashesOf } from './file-queries.ts';
import { release } from './quota-queries.ts';
import type { FileRecord, Thumbnail } from './records.ts';

export interface Collected {
  /** Candidates that were looked at. */
  readonly candidates: number;
  /** Files that are gone. */
  readonly files: number;
  /** Blobs that nothing refers to any more: the caller has marked them as going, and removes them. */
  readonly going: readonly string[];
}

const NOTHING: Collected = { candidates: 0, files: 0, going: [] };

interface IdleRow {
  readonly id: number;
  readonly file: string;
}

type Candidate = Pick<FileRecord, 'id' | 'owner' | 'bytes' | 'hash' | 'thumbnails'>;

/**
 * Looks at candidates that are due at `now`, and deletes those files that nothing refers to. `claim`: Unix ms, with which blobs are
 * marked.
 */
export function* collect(now: number, claim: number, limit: number): Query<Collected> {
  if ((yield* heldUntil()) > now) return NOTHING;
  const due = yield* rows<IdleRow>(
    'SELECT id, file FROM file_idle WHERE due <= ? ORDER BY due, id LIMIT ?',
    now,
    limit,
  );
  if (due.length === 0) return NOTHING;
  const unused = yield* unusedAmong([...new Set(due.map(({ file }) => file))]);
  const going = unused.length === 0 ? [] : yield* remove(unused, claim);
  yield* change(
    'DELETE FROM file_idle WHERE id IN (?)',
    due.map(({ id }) => id),
  );
  return { candidates: due.length, files: unused.length, going };
}

/** Whoever copies what there is lets nothing be collected until then (Unix ms). Operators do it by hand: docs/operations.md. */
export function* holdCollecting(until: number): Query<void> {
  yield* setMeta('files-hold', String(until));
}

function* heldUntil(): Query<number> {
  return Number((yield* getMeta('files-hold')) ?? 0);
}

/**
 * Locks files alone, then looks who refers to them: whoever adds a use has the lock until it is committed. It is looked in a
 * statement of its own, since an earlier one would not see what was committed while it waited.
 */
function* unusedAmong(files: readonly string[]): Query<readonly Candidate[]> {
  const found = yield* lockedRows<Omit<Candidate, 'thumbnails'> & { readonly thumbnails: string }>(
    'SELECT id, owner, bytes, hash, thumbnails FROM files WHERE id IN (?) ORDER BY id',
    files,
  );
  if (found.length === 0) return [];
  const ids = found.map(({ id }) => id);
  const uses = yield* rows<{ readonly file: string }>(
    'SELECT DISTINCT file FROM file_uses WHERE file IN (?)',
    ids,
  );
  const used = new Set(uses.map(({ file }) => file));
  return (
    found
      .filter(({ id }) => !used.has(id))
      // We have written it ourselves.
      .map((each) => ({ ...each, thumbnails: JSON.parse(each.thumbnails) as readonly Thumbnail[] }))
  );
}

function* remove(files: readonly Candidate[], claim: number): Query<readonly string[]> {
  const ids = files.map(({ id }) => id);
  yield* change('DELETE FROM files WHERE id IN (?)', ids);
  yield* change('DELETE FROM file_idle WHERE file IN (?)', ids);
  const going = yield* letGo(files.flatMap(hashesOf), claim);
  for (const { owner, bytes } of files) yield* release(owner, bytes);
  return going;
}
