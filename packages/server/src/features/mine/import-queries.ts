/**
 * Users' own spaces, on their way from one server to another.
 *
 * @module
 */
import type { Added, Behind } from '../../store/moving.ts';
import { row, rows } from '../../store/sql/sql.ts';
import type { Query } from '../../store/sql/sql.ts';
import { setMine } from './queries.ts';
import type { MineChange } from './records.ts';

/** `change`: of one entry. What was removed here within the last month stays so. */
export function* addMine(change: MineChange): Query<Added> {
  const keys = change.entries.map(({ key }) => key);
  const there = yield* row('SELECT 1 AS found FROM mine WHERE "user" = ? AND name IN (?)', change.user, keys);
  if (there !== undefined) return 'there';
  const outcome = yield* setMine({ ...change, ifUnchanged: true });
  if (outcome === 'changed') return 'there';
  return outcome === 'full' ? 'full' : 'made';
}

export interface ExportedMine {
  readonly user: number;
  readonly version: number;
  readonly name: string;
  readonly value: string;
}

/** Entries of users' own spaces. */
export function* mineAfter({ user, after }: Behind, limit: number): Query<readonly ExportedMine[]> {
  const found = yield* rows<ExportedMine>(
    `SELECT "user", version, name, value FROM mine
     WHERE ("user" > ? OR ("user" = ? AND version > ?)) AND size > 0 ORDER BY "user", version LIMIT ?`,
    user,
    user,
    after,
    limit,
  );
  return found.map((each) => ({ ...each }));
}
