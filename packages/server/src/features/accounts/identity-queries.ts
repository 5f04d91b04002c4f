/**
 * Queries on identities: who somebody is elsewhere, and which account is theirs here.
 *
 * @module
 */
import { trace } from '../../store/audit.ts';
import type { Origin } from '../../store/audit.ts';
import { change, insertNew, lockedRows, OvertakenError, row, rows } from '../../store/sql/sql.ts';
import type { Insert, Query } from '../../store/sql/sql.ts';
import { usersOfWay } from './session-queries.ts';
import { createUser, toUserRecord, UNUSABLE_PASSWORD, USER_COLUMNS } from './user-queries.ts';
import type { UserRow } from './user-queries.ts';
import type { NewUser, UserRecord } from './user-records.ts';

export interface NewIdentity {
  /** See identityKey(). */
  readonly key: string;
  readonly issuer: string;
  readonly subject: string;
  /** Folded; empty: none that is known to be theirs. */
  readonly email: string;
  readonly createdAt: number;
}

export interface IdentityRecord extends NewIdentity {
  readonly user: number;
}

const NEW_IDENTITY: Insert = {
  table: 'identities',
  columns: {
    identity: 'text',
    issuer: 'text',
    subject: 'text',
    user: 'int',
    email: 'text',
    created_at: 'int',
  },
  onConflict: { key: ['identity'] },
};

const COLUMNS = 'identity AS "key", issuer, subject, "user", email, created_at AS "createdAt"';

/** The account of an identity. */
export function* userOfIdentity(key: string): Query<UserRecord | undefined> {
  const found = yield* row<UserRow>(
    `SELECT ${USER_COLUMNS} FROM users WHERE id = (SELECT "user" FROM identities WHERE identity = ?)`,
    key,
  );
  return found && toUserRecord(found);
}

/** The identities of a user, the oldest first. */
export function* identitiesOf(user: number): Query<readonly IdentityRecord[]> {
  const found = yield* rows<IdentityRecord>(
    `SELECT ${COLUMNS} FROM identities WHERE "user" = ? ORDER BY id`,
    user,
  );
  return found.map((each) => ({ ...each }));
}

export interface PersonOfWay {
  readonly user: number;
  /** Who they are by the issuer. */
  readonly subjects: readonly string[];
}

/** A page of those who have sessions by a way, by id. */
export function* peopleOfWay({
  way,
  issuer,
  ...page
}: {
  readonly way: string;
  readonly issuer: string;
  readonly after: number;
  readonly limit: number;
}): Query<readonly PersonOfWay[]> {
  const people: PersonOfWay[] = [];
  for (const user of yield* usersOfWay(way, page)) {
    const identities = yield* identitiesOf(user);
    const subjects = identities.filter((each) => each.issuer === issuer).map(({ subject }) => subject);
    people.push({ user, subjects });
  }
  return people;
}

/** The accounts that have an identity with this address, which is not empty: two are enough to know that it is not one. */
export function* usersByIdentityEmail(email: string): Query<readonly number[]> {
  const found = yield* rows<{ readonly user: number }>(
    'SELECT DISTINCT "user" FROM identities WHERE email = ? LIMIT 2',
    email,
  );
  return found.map(({ user }) => user);
}

export interface NameHolder {
  readonly user: number;
  readonly erased: boolean;
  /** Of a person, without a password and without an identity: it was made for somebody who has not come yet. */
  readonly isUnclaimed: boolean;
  /** It has a password of its own. Without one, and claimed, it is somebody's already. */
  readonly hasPassword: boolean;
}

/** Whose name it is. */
export function* nameHolder(nameKey: string): Query<NameHolder | undefined> {
  const found = yield* row<{
    id: number;
    erased: number;
    bot: number;
    password_hash: string | null;
    identities: number;
  }>(
    `SELECT id, erased, bot, password_hash,
       (SELECT COUNT(*) FROM identities WHERE "user" = users.id) AS identities
     FROM users WHERE name_key = ?`,
    nameKey,
  );
  if (found === undefined) return undefined;
  const { id: user, erased, bot, password_hash: hash, identities } = found;
  const isUnusable = hash === UNUSABLE_PASSWORD;
  return {
    user,
    erased: erased === 1,
    isUnclaimed: isUnusable && bot === 0 && identities === 0,
    hasPassword: hash !== null && !isUnusable,
  };
}

export interface Linking {
  readonly origin?: Origin;
  /** Nothing is done where the account has an identity already. */
  readonly isFirst: boolean;
}

/** Gives an identity to an account, unless it has an account already, which stays. */
export function* linkIdentity(
  user: number,
  identity: NewIdentity,
  { origin, isFirst }: Linking,
): Query<void> {
  // Two who come at once do not both become the first.
  yield* lockedRows('SELECT id FROM users WHERE id = ?', user);
  if (isFirst && (yield* identitiesOf(user)).length > 0) return;
  if (yield* insertIdentity(user, identity))
    yield* trace(origin, user, { issuer: identity.issuer, linked: true });
}

function* insertIdentity(user: number, identity: NewIdentity): Query<boolean> {
  const { key, issuer, subject, email, createdAt } = identity;
  return yield* insertNew(NEW_IDENTITY, key, issuer, subject, user, email, createdAt);
}

/** Makes an account for an identity. `taken`: nothing was made, because of its name; `known`: because somebody was faster. */
export function* createUserFor(
  user: NewUser,
  identity: NewIdentity,
  origin?: Origin,
): Query<{ readonly status: 'created'; readonly user: UserRecord } | { readonly status: 'taken' | 'known' }> {
  if ((yield* userOfIdentity(identity.key)) !== undefined) return { status: 'known' };
  const made = yield* createUser(user, origin);
  if (made.status !== 'created') return { status: 'taken' };
  // Two who come at once with different names: the next attempt finds the account.
  if (!(yield* insertIdentity(made.user.id, identity)))
    throw new OvertakenError('the identity got an account a moment ago');
  return made;
}

/** Keeps the address that is known to be theirs now. */
export function* setIdentityEmail(key: string, email: string): Query<void> {
  yield* change('UPDATE identities SET email = ? WHERE identity = ? AND email <> ?', email, key, email);
}

/** Who comes again with it is somebody new. */
export function* forgetIdentities(user: number): Query<void> {
  yield* change('DELETE FROM identities WHERE "user" = ?', user);
}
