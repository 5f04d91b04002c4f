/**
 * What happened that is in no log, such as a new account: noted in the transaction of the change, so that what is told of it
 * elsewhere lacks nothing that was committed, and tells of nothing that was not.
 *
 * @module
 */
import { insertAll } from './sql/sql.ts';
import type { Insert, Query } from './sql/sql.ts';
import { emptyText, id, int, keyText, table, zero } from './table.ts';
import type { Table } from './table.ts';

/** position: among the events of webhooks; 0: it has none yet. data: JSON, without names and words. */
export const HAPPENINGS: Table = table({
  name: 'happenings',
  columns: { id, position: zero, type: keyText(64), user: int, time: int, data: emptyText },
  indexes: [{ name: 'happenings_position', columns: ['position', 'id'] }],
});

const NEW_HAPPENING: Insert = {
  table: 'happenings',
  columns: { type: 'text', user: 'int', time: 'int', data: 'text' },
};

export interface Happening {
  /** As receivers of webhooks know it: `user.created`. */
  readonly type: string;
  /** Whom it is about; 0: nobody. */
  readonly user: number;
  /** Unix ms. */
  readonly time: number;
  /** More about it: ids and the like; names and words could not be erased from it. */
  readonly data?: Readonly<Record<string, unknown>>;
}

export function* note({ type, user, time, data = {} }: Happening): Query<void> {
  yield* insertAll(NEW_HAPPENING, [[type, user, time, JSON.stringify(data)]]);
}
