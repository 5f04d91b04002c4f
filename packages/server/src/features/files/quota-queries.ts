/**
 * How much users, and all of them together, have. Uploads count with the length that they are to have, files with the one that
 * they have.
 *
 * @module
 */
import { change, insertNew, lockedRows, row } from '../../store/sql/sql.ts';
import type { Insert, Query } from '../../store/sql/sql.ts';

/** In place of a user: all of them. */
export const ALL = 0;

export interface QuotaLimits {
  /** Bytes of one user; 0: any number. */
  readonly perUser: number;
  /** Bytes of all; 0: any number. */
  readonly all: number;
}

interface QuotaRow {
  readonly user: number;
  readonly bytes: number;
}

const NEW: Insert = {
  table: 'file_quotas',
  columns: { user: 'int', bytes: 'int', files: 'int' },
  onConflict: { key: ['user'] },
};

/** Takes room for one more file. Nothing is changed unless it is `reserved`. */
export function* reserve(
  user: number,
  bytes: number,
  { perUser, all }: QuotaLimits,
): Query<'reserved' | 'user-full' | 'all-full'> {
  let found = yield* locked(user);
  if (found.length < 2) {
    for (const each of [ALL, user]) yield* insertNew(NEW, each, 0, 0);
    found = yield* locked(user);
  }
  const has = (id: number): number => found.find((each) => each.user === id)?.bytes ?? 0;
  if (perUser > 0 && has(user) + bytes > perUser) return 'user-full';
  if (all > 0 && has(ALL) + bytes > all) return 'all-full';
  yield* add(user, bytes, 1);
  return 'reserved';
}

/** Gives back what one file had. */
export function* release(user: number, bytes: number): Query<void> {
  yield* locked(user);
  yield* add(user, -bytes, -1);
}

/** A file has other bytes than were reserved for it. */
export function* adjust(user: number, difference: number): Query<void> {
  if (difference === 0) return;
  yield* locked(user);
  yield* add(user, difference, 0);
}

/** What a user, or ALL, has. */
export function* quotaOf(user: number): Query<{ readonly bytes: number; readonly files: number }> {
  const found = yield* row<{ readonly bytes: number; readonly files: number }>(
    'SELECT bytes, files FROM file_quotas WHERE "user" = ?',
    user,
  );
  return { bytes: found?.bytes ?? 0, files: found?.files ?? 0 };
}

/** That of all comes first, so that two processes cannot deadlock. */
function* locked(user: number): Query<readonly QuotaRow[]> {
  return yield* lockedRows<QuotaRow>(
    'SELECT "user", bytes FROM file_quotas WHERE "user" IN (?) ORDER BY "user"',
    [ALL, user],
  );
}

function* add(user: number, bytes: number, files: number): Query<void> {
  yield* change(
    'UPDATE file_quotas SET bytes = bytes + ?, files = files + ? WHERE "user" IN (?)',
    bytes,
    files,
    [ALL, user],
  );
}
