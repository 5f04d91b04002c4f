/**
 * What users let others do. Who has no row lets everybody do everything.
 *
 * @module
 */
import { change, insertAll, rows } from '../../store/sql/sql.ts';
import type { Insert, Query } from '../../store/sql/sql.ts';

/** Whether others may not do it. */
export interface PrivacyRecord {
  readonly user: number;
  readonly noAdding: boolean;
  readonly noFinding: boolean;
}

/** The settings of those of `users` who have any. */
export function* privacyOf(users: readonly number[]): Query<readonly PrivacyRecord[]> {
  if (users.length === 0) return [];
  const found = yield* rows<{
    readonly user: number;
    readonly no_adding: number;
    readonly no_finding: number;
  }>('SELECT "user", no_adding, no_finding FROM privacy WHERE "user" IN (?)', users);
  return found.map((each) => ({
    user: each.user,
    noAdding: each.no_adding === 1,
    noFinding: each.no_finding === 1,
  }));
}

const PRIVACY: Insert = {
  table: 'privacy',
  columns: { user: 'int', no_adding: 'int', no_finding: 'int' },
  onConflict: { key: ['user'], set: { no_adding: 'new', no_finding: 'new' } },
};

/** Sets what a user lets others do. */
export function* setPrivacy({ user, noAdding, noFinding }: PrivacyRecord): Query<void> {
  yield* insertAll(PRIVACY, [[user, noAdding ? 1 : 0, noFinding ? 1 : 0]]);
}

/** Deletes the settings and blocks of a user who writes to nobody any more. */
export function* erasePeople(user: number): Query<void> {
  yield* change('DELETE FROM privacy WHERE "user" = ?', user);
  yield* change('DELETE FROM blocks WHERE "user" = ?', user);
}
