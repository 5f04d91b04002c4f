/**
 * Contacts of all users, on their way from one server to another.
 *
 * @module
 */
import type { Added, Behind } from '../../store/moving.ts';
import { insertNew, rows } from '../../store/sql/sql.ts';
import type { Insert, Query } from '../../store/sql/sql.ts';
import { mostContacts, STANDINGS } from './queries.ts';
import type { Standing } from './records.ts';

/** Contacts and requests of one user. */
const MAX_CONTACTS = 5000;

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

export interface ImportedContact {
  /** Who has asked. */
  readonly user: number;
  readonly other: number;
  readonly isMutual: boolean;
  readonly text: string;
  readonly time: number;
  /** See ContactRecord. */
  readonly told: string;
}

export function* addContact(contact: ImportedContact): Query<Added> {
  const { user, other, isMutual, text, time, told } = contact;
  const states: readonly [Standing, Standing] = isMutual ? ['mutual', 'mutual'] : ['asked', 'asking'];
  const pair = [
    [user, other, STANDINGS.indexOf(states[0])],
    [other, user, STANDINGS.indexOf(states[1])],
  ] as const;
  if ((yield* mostContacts([user, other])) >= MAX_CONTACTS) return 'full';
  // In one order for both users, as whoever asks now does.
  for (const [from, to, state] of user < other ? pair : pair.toReversed())
    if (!(yield* insertNew(NEW_CONTACT, from, to, state, text, time, user, told))) return 'there';
  return 'made';
}

export interface ExportedContact {
  /** Who has asked, or one of the two. */
  readonly user: number;
  readonly other: number;
  readonly state: number;
  readonly text: string;
  readonly time: number;
}

export const MUTUAL = STANDINGS.indexOf('mutual');

/** Each pair of contacts and each request once. */
export function* contactsAfter({ user, after }: Behind, limit: number): Query<readonly ExportedContact[]> {
  const found = yield* rows<ExportedContact>(
    `SELECT "user", other, state, text, time FROM contacts
     WHERE ("user" > ? OR ("user" = ? AND other > ?)) AND (state = ? OR (state = ? AND "user" < other))
     ORDER BY "user", other LIMIT ?`,
    user,
    user,
    after,
    STANDINGS.indexOf('asked'),
    MUTUAL,
    limit,
  );
  return found.map((each) => ({ ...each }));
}
