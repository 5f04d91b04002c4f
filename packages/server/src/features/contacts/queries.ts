/**
 * Queries on contacts. There are two rows for two users, one from the view of each.
 *
 * @module
 */
import { change, insertNew, row, rows } from '../../store/sql/sql.ts';
import type { Insert, Query } from '../../store/sql/sql.ts';
import type { ContactRecord, Standing } from './records.ts';

/** Contacts and requests of a user. */
export const MAX_CONTACTS = 5000;
/** Of what is said with a request. */
export const MAX_TEXT_CHARS = 200;

/** By the number in the database. isContact() knows the last one too. */
export const STANDINGS: readonly Standing[] = ['asked', 'asking', 'mutual'];

interface ContactRow extends Omit<ContactRecord, 'state' | 'by'> {
  readonly state: number;
  readonly made_by: number;
}

const COLUMNS = 'other AS "user", state, text, time, made_by, told';

/** How `user` stands to `other`; undefined: not at all. */
export function* contact(user: number, other: number): Query<ContactRecord | undefined> {
  const [found] = yield* rows<ContactRow>(
    `SELECT ${COLUMNS} FROM contacts WHERE "user" = ? AND other = ?`,
    user,
    other,
  );
  return found && toRecord(found);
}

/** A user's contacts and requests, by the other one's id. */
export function* contacts(
  user: number,
  state: Standing | undefined,
  after: number,
  limit: number,
): Query<readonly ContactRecord[]> {
  const states = state === undefined ? [...STANDINGS.keys()] : [STANDINGS.indexOf(state)];
  const found = yield* rows<ContactRow>(
    `SELECT ${COLUMNS} FROM contacts WHERE "user" = ? AND other > ? AND state IN (?) ORDER BY other LIMIT ?`,
    user,
    after,
    states,
    limit,
  );
  return found.map(toRecord);
}

/** The larger number of contacts and requests that one of these users has. */
export function* mostContacts(users: readonly number[]): Query<number> {
  const found = yield* row<{ readonly n: number }>(
    'SELECT COUNT(*) AS n FROM contacts WHERE "user" IN (?) GROUP BY "user" ORDER BY n DESC LIMIT 1',
    users,
  );
  return found?.n ?? 0;
}

const NEW_CONTACT: Insert = {
  table: 'contacts',
  columns: {
    user: 'int',
    other: 'int',
    state: 'int',
    text: 'text',
    time: 'int',
    made_by: 'int',
    told: 'text',
  },
  onConflict: { key: ['user', 'other'] },
};

/** How two users who did not stand to each other do from now on, by `user`. */
export interface NewPair extends Pick<ContactRecord, 'user' | 'text' | 'time' | 'told'> {
  readonly other: number;
  /** Of `user`, and of the other one. */
  readonly states: readonly [Standing, Standing];
}

/** Returns false if they stand to each other already. */
export function* addPair({ user, other, states, text, time, told }: NewPair): Query<boolean> {
  const [own, theirs] = states;
  const pair = [
    [user, other, own],
    [other, user, theirs],
  ] as const;
  // In one order for both, so that of two who ask each other at once one is first.
  for (const [from, to, state] of user < other ? pair : pair.toReversed())
    if (!(yield* insertNew(NEW_CONTACT, from, to, STANDINGS.indexOf(state), text, time, user, told)))
      return false;
  return true;
}

/** Deletes what is kept about the contacts of a user. */
export function* eraseContacts(user: number): Query<void> {
  const found = yield* rows<{ readonly other: number }>(
    'SELECT other FROM contacts WHERE "user" = ? ORDER BY other',
    user,
  );
  const others = found.map(({ other }) => other);
  if (others.length > 0)
    yield* change('DELETE FROM contacts WHERE "user" IN (?) AND other = ?', others, user);
  yield* change('DELETE FROM contacts WHERE "user" = ?', user);
  yield* change('DELETE FROM contact_days WHERE "user" = ?', user);
}

function toRecord({ user, state, text, time, made_by: by, told }: ContactRow): ContactRecord {
  return { user, state: STANDINGS[state] ?? 'asked', text, time, by, told };
}
