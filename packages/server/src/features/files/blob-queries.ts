/**
 * Which blobs files refer to. A blob that goes is marked first, so that nobody refers to it from then on until it has gone; see
 * the port (src/blobs/blob-store.ts).
 *
 * @module
 */
import { change, insertNew, lockedRows, rows } from '../../store/sql/sql.ts';
import type { Insert, Query } from '../../store/sql/sql.ts';

interface BlobRow {
  readonly hash: string;
  readonly uses: number;
  readonly going: number;
}

const NEW: Insert = {
  table: 'file_blobs',
  columns: { hash: 'text', uses: 'int', going: 'int' },
  onConflict: { key: ['hash'] },
};

/** Refers to blobs once more. Returns false, without any change, if one of them is going. */
export function* referTo(hashes: readonly string[]): Query<boolean> {
  if ((yield* knownBlobs(hashes)).some(({ going }) => going > 0)) return false;
  for (const hash of hashes) yield* change('UPDATE file_blobs SET uses = uses + 1 WHERE hash = ?', hash);
  return true;
}

/** Locks blobs, which then have rows. */
function* knownBlobs(hashes: readonly string[]): Query<readonly BlobRow[]> {
  const found = yield* lockedBlobs(hashes);
  const known = new Set(found.map(({ hash }) => hash));
  const missing = [...new Set(hashes)].filter((hash) => !known.has(hash)).sort();
  if (missing.length === 0) return found;
  for (const hash of missing) yield* insertNew(NEW, hash, 0, 0);
  return yield* lockedBlobs(hashes);
}

/** Refers to blobs once less. Marks those that nothing refers to any more as going, with the claim of the caller, and returns them. */
export function* letGo(hashes: readonly string[], claim: number): Query<readonly string[]> {
  const gone: string[] = [];
  for (const { hash, uses } of yield* lockedBlobs(hashes)) {
    const left = uses - hashes.filter((each) => each === hash).length;
    yield* change(
      'UPDATE file_blobs SET uses = ?, going = ? WHERE hash = ?',
      left,
      left > 0 ? 0 : claim,
      hash,
    );
    if (left <= 0) gone.push(hash);
  }
  return gone;
}

/** In the order of their hashes, so that two processes cannot deadlock. */
function* lockedBlobs(hashes: readonly string[]): Query<readonly BlobRow[]> {
  return yield* lockedRows<BlobRow>(
    'SELECT hash, uses, going FROM file_blobs WHERE hash IN (?) ORDER BY hash',
    [...new Set(hashes)],
  );
}

/** Blobs whose going somebody has not finished since then (Unix ms): they have died. */
export function* leftGoing(before: number, limit: number): Query<readonly string[]> {
  const found = yield* rows<{ readonly hash: string }>(
    'SELECT hash FROM file_blobs WHERE going > 0 AND going < ? ORDER BY going, hash LIMIT ?',
    before,
    limit,
  );
  return found.map(({ hash }) => hash);
}

/** Takes such blobs over. Returns those of them that nobody else has taken. */
export function* takeGoing(
  hashes: readonly string[],
  before: number,
  claim: number,
): Query<readonly string[]> {
  const found = yield* lockedBlobs(hashes);
  const taken = found.filter(({ going }) => going > 0 && going < before).map(({ hash }) => hash);
  if (taken.length > 0) yield* change('UPDATE file_blobs SET going = ? WHERE hash IN (?)', claim, taken);
  return taken;
}

/** Those of these blobs that no file refers to, and nobody is removing. */
export function* unknownAmong(hashes: readonly string[]): Query<readonly string[]> {
  const found = yield* rows<{ readonly hash: string }>(
    'SELECT hash FROM file_blobs WHERE hash IN (?) AND (uses > 0 OR going > 0)',
    hashes,
  );
  const known = new Set(found.map(({ hash }) => hash));
  return hashes.filter((hash) => !known.has(hash));
}

/** Blobs that files refer to, by hash. */
export function* fileBlobs(after: string, limit: number): Query<readonly string[]> {
  const found = yield* rows<{ readonly hash: string }>(
    'SELECT hash FROM file_blobs WHERE hash > ? AND uses > 0 ORDER BY hash LIMIT ?',
    after,
    limit,
  );
  return found.map(({ hash }) => hash);
}

/** Marks those of these blobs as going that no file refers to. Returns them. */
export function* markUnknown(hashes: readonly string[], claim: number): Query<readonly string[]> {
  const found = yield* knownBlobs(hashes);
  const unknown = found.filter(({ uses, going }) => uses === 0 && going === 0).map(({ hash }) => hash);
  if (unknown.length > 0) yield* change('UPDATE file_blobs SET going = ? WHERE hash IN (?)', claim, unknown);
  return unknown;
}

/** These have gone. Those that somebody else has taken over stay marked. */
export function* forgetGone(hashes: readonly string[], claim: number): Query<void> {
  yield* change('DELETE FROM file_blobs WHERE hash IN (?) AND going = ?', hashes, claim);
}
