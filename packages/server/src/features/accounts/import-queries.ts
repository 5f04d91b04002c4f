/**
 * Accounts that another system brings, and what it calls them.
 *
 * @module
 */
import type { Origin } from '../../store/audit.ts';
import { trace } from '../../store/audit.ts';
import { change, insertAll, lockedRows, row } from '../../store/sql/sql.ts';
import type { Insert, Query } from '../../store/sql/sql.ts';
import { createUser, updateUser, usersByIds, usersByNameKeys } from './user-queries.ts';
import type { NewUser, UserRecord } from './user-records.ts';

const NEW_ID: Insert = { table: 'external_ids', columns: { external_id: 'text', user: 'int' } };

export interface ImportedUser {
  readonly account: NewUser;
  readonly avatarUrl: string;
  /** Empty: none. */
  readonly externalId: string;
  /** Whether an account of this name gets the external id. */
  readonly link: boolean;
}

export type ImportOutcome =
  /** `there`: nothing was changed. */
  | { readonly status: 'made' | 'linked' | 'there'; readonly user: UserRecord }
  /** Somebody has this name, or one that looks like it. */
  | { readonly status: 'taken' };

/** Makes an account, unless it is there. */
export function* importUser(imported: ImportedUser, origin: Origin): Query<ImportOutcome> {
  const { account, avatarUrl, externalId } = imported;
  // One at a time, for name and external id.
  yield* lockedRows("SELECT value FROM meta WHERE name = 'epoch'");
  const present = yield* presentAs(imported, origin);
  if (present !== undefined) return present;
  const outcome = yield* createUser(account, origin);
  if (outcome.status !== 'created') return { status: 'taken' };
  const { id } = outcome.user;
  if (externalId !== '') yield* insertAll(NEW_ID, [[externalId, id]]);
  const user = avatarUrl === '' ? outcome.user : yield* updateUser(id, { avatarUrl });
  return { status: 'made', user: user ?? outcome.user };
}

/** Undefined: neither the external id nor the name is there. */
function* presentAs(
  { account: { nameKey }, externalId, link }: ImportedUser,
  origin: Origin,
): Query<ImportOutcome | undefined> {
  const known = externalId === '' ? undefined : yield* userByExternalId(externalId);
  if (known !== undefined) return { status: 'there', user: known };
  const [named] = yield* usersByNameKeys([nameKey]);
  if (named === undefined) return undefined;
  if (named.erased) return { status: 'taken' };
  if (externalId === '') return { status: 'there', user: named };
  const other = yield* row('SELECT 1 AS found FROM external_ids WHERE "user" = ?', named.id);
  if (!link || other !== undefined) return { status: 'taken' };
  yield* insertAll(NEW_ID, [[externalId, named.id]]);
  yield* trace(origin, named.id, { linked: true });
  return { status: 'linked', user: named };
}

/** Undefined: another system calls nobody so. */
export function* userByExternalId(externalId: string): Query<UserRecord | undefined> {
  const found = yield* row<{ readonly user: number }>(
    'SELECT "user" FROM external_ids WHERE external_id = ?',
    externalId,
  );
  return found === undefined ? undefined : (yield* usersByIds([found.user]))[0];
}

export function* externalIdOf(user: number): Query<string | undefined> {
  const found = yield* row<{ readonly external_id: string }>(
    'SELECT external_id FROM external_ids WHERE "user" = ?',
    user,
  );
  return found?.external_id;
}

export function* forgetExternalId(user: number): Query<void> {
  yield* change('DELETE FROM external_ids WHERE "user" = ?', user);
}
