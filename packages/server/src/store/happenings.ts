/**
 * What happened that is in no log, such as a new account: noted in the transaction of the change, so that what is told of it
 * elsewhere lacks nothing that was committed, and tells of nothing that was not.
 *
 * @module
 */
import { change, insertForId } from './sql/sql.ts';
import type { Insert, Query } from './sql/sql.ts';
import { emptyText, id, int, keyText, table, zero } from './table.ts';
import type { Table } from './table.ts';

/** position: among the events of webhooks; 0: it has none yet. data: JSON; null: it is forgotten. */
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
  /** More about it: ids and the like. What has words must be forgotten by whoever notes it. */
  readonly data?: Readonly<Record<string, unknown>>;
}

/** Returns its id. */
export function* note({ type, user, time, data = {} }: Happening): Query<number> {
  return yield* insertForId(NEW_HAPPENING, type, user, time, JSON.stringify(data));
}

/** `data` of what is forgotten. */
const FORGOTTEN = 'null';

/** Nothing is told of these any more. */
export function* forget(happenings: readonly number[]): Query<void> {
  const ids = happenings.filter((each) => each > 0).sort((a, b) => a - b);
  if (ids.length > 0) yield* change('UPDATE happenings SET data = ? WHERE id IN (?)', FORGOTTEN, ids);
}

/** What was noted about it. Undefined: it is forgotten. */
export function notedIn(data: string): Readonly<Record<string, unknown>> | undefined {
  if (data === FORGOTTEN) return undefined;
  // note() has written it.
  return data === '' ? {} : (JSON.parse(data) as Readonly<Record<string, unknown>>);
}
