/**
 * Who uses the follower of a case that may be unused.
 *
 * @module
 */
import { lockUse } from '../../store/follower-use.ts';
import type { Storage } from '../../store/storage.ts';
import { change, insertAll } from '../../store/sql/sql.ts';
import type { Query } from '../../store/sql/sql.ts';
import { int, table } from '../../store/table.ts';

export const USES_TABLE = 'follower_uses';

const USES = table({ name: USES_TABLE, columns: { user: int }, primaryKey: ['user'] });

/** One more use. */
export function* addUse(follower: string, user: number): Query<void> {
  yield* lockUse(follower);
  yield* insertAll({ table: USES_TABLE, columns: { user: 'int' } }, [[user]]);
}

export function* endUse(user: number): Query<void> {
  yield* change(`DELETE FROM ${USES_TABLE} WHERE "user" = ?`, user);
}

/** Every backend of the suite has it beside the followers'. */
export const STORAGE: Storage = {
  name: USES_TABLE,
  module: import.meta.url,
  tables: [USES],
  writes: { addUse, endUse },
};
