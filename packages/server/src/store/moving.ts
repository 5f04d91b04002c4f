/**
 * What queries of imports and exports of whole servers have in common.
 *
 * @module
 */
import { keyHash } from './key-hash.ts';
import { change, insertNew, row } from './sql/sql.ts';
import type { Insert, Query } from './sql/sql.ts';
import { int, keyText, table } from './table.ts';
import type { Table } from './table.ts';

/** What came of what an import brings a user. `full`: the user has as much of it as is allowed. */
export type Added = 'made' | 'there' | 'full';

/** Behind which row of a table a page of an export begins: its user, and what else names it. */
export interface Behind {
  readonly user: number;
  readonly after: number;
}

/** What imports have brought users, also if these have removed it since. what: keyHash() of kind and name. */
export const BROUGHT: Table = table({
  name: 'imported_own',
  columns: { user: int, what: keyText(43) },
  primaryKey: ['user', 'what'],
});

const NEW_BROUGHT: Insert = {
  table: 'imported_own',
  columns: { user: 'int', what: 'text' },
  onConflict: { key: ['user', 'what'] },
};

/** What an import brings a user. */
export interface Own {
  readonly user: number;
  /** `block`, `contact`, … */
  readonly kind: string;
  /** Among those of its kind that the user has. */
  readonly name: string;
}

export function* isBrought({ user, kind, name }: Own): Query<boolean> {
  const what = keyHash(kind, name);
  const found = yield* row('SELECT 1 AS found FROM imported_own WHERE "user" = ? AND what = ?', user, what);
  return found !== undefined;
}

export function* noteBrought({ user, kind, name }: Own): Query<void> {
  yield* insertNew(NEW_BROUGHT, user, keyHash(kind, name));
}

/** Adds what no import has brought before, so that a repeat does not undo what the user has done since. */
export function* bring(own: Own, add: () => Query<Added>): Query<Added> {
  if (yield* isBrought(own)) return 'there';
  const added = yield* add();
  if (added !== 'full') yield* noteBrought(own);
  return added;
}

export function* forgetBrought(user: number): Query<void> {
  yield* change('DELETE FROM imported_own WHERE "user" = ?', user);
}
