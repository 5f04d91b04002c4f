/**
 * Users' own spaces, on their way from one server to another.
 *
 * @module
 */
import { bring } from '../../store/moving.ts';
import type { Added, Behind } from '../../store/moving.ts';
import { row, rows } from '../../store/sql/sql.ts';
import type { Query } from '../../store/sql/sql.ts';
import { setMine } from './queries.ts';
import type { MineChange, MineRecord } from './records.ts';

/** Changes one entry. What was removed here within the last month stays so, whoever has made it. */
export function* addMine(
  entry: MineRecord,
  change: Omit<MineChange, 'entries' | 'ifUnchanged'>,
): Query<Added> {
  const { user } = change;
  return yield* bring({ user, kind: 'mine', name: entry.key }, function* () {
    const there = yield* row('SELECT 1 AS found FROM mine WHERE "user" = ? AND name = ?', user, entry.key);
    if (there !== undefined) return 'there';
    const outcome = yield* setMine({ ...change, entries: [entry], ifUnchanged: true });
    if (outcome === 'changed') return 'there';
    return outcome === 'full' ? 'full' : 'made';
  });
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
