/**
 * Privacy settings and blocks of all users, on their way from one server to another.
 *
 * @module
 */
import { bring } from '../../store/moving.ts';
import type { Added, Behind } from '../../store/moving.ts';
import { row, rows } from '../../store/sql/sql.ts';
import type { Query } from '../../store/sql/sql.ts';
import { MAX_BLOCKED, setBlock } from './block-queries.ts';
import { privacyOf, setPrivacy } from './privacy-queries.ts';
import type { PrivacyRecord } from './privacy-queries.ts';

export function* addBlock(user: number, other: number): Query<Added> {
  return yield* bring({ user, kind: 'block', name: `${other}` }, () => addNewBlock(user, other));
}

function* addNewBlock(user: number, other: number): Query<Added> {
  const there = yield* row('SELECT 1 AS found FROM blocks WHERE "user" = ? AND other = ?', user, other);
  if (there !== undefined) return 'there';
  const all = yield* row<{ readonly n: number }>('SELECT COUNT(*) AS n FROM blocks WHERE "user" = ?', user);
  if ((all?.n ?? 0) >= MAX_BLOCKED) return 'full';
  yield* setBlock(user, other, true);
  return 'made';
}

export function* addPrivacy(privacy: PrivacyRecord): Query<Added> {
  if ((yield* privacyOf([privacy.user])).length > 0) return 'there';
  yield* setPrivacy(privacy);
  return 'made';
}

export function* privacyAfter(user: number, limit: number): Query<readonly PrivacyRecord[]> {
  const found = yield* rows<{ readonly user: number }>(
    'SELECT "user" FROM privacy WHERE "user" > ? ORDER BY "user" LIMIT ?',
    user,
    limit,
  );
  const settings = yield* privacyOf(found.map((each) => each.user));
  return settings.toSorted((one, other) => one.user - other.user);
}

export interface ExportedBlock {
  readonly user: number;
  readonly other: number;
}

export function* blocksAfter({ user, after }: Behind, limit: number): Query<readonly ExportedBlock[]> {
  const found = yield* rows<ExportedBlock>(
    `SELECT "user", other FROM blocks WHERE "user" > ? OR ("user" = ? AND other > ?)
     ORDER BY "user", other LIMIT ?`,
    user,
    user,
    after,
    limit,
  );
  return found.map((each) => ({ ...each }));
}
