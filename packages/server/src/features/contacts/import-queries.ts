/**
 * Contacts of all users, on their way from one server to another.
 *
 * @module
 */
import { bring } from '../../store/moving.ts';
import type { Added, Behind } from '../../store/moving.ts';
import { rows } from '../../store/sql/sql.ts';
import type { Query } from '../../store/sql/sql.ts';
import { addPair, MAX_CONTACTS, mostContacts, STANDINGS } from './queries.ts';

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
  const { user, other } = contact;
  // A request that was accepted meanwhile may be told of by the other one.
  const [first, name] = [Math.min(user, other), `${Math.max(user, other)}`];
  return yield* bring({ user: first, kind: 'contact', name }, () => addNew(contact));
}

function* addNew({ user, other, isMutual, text, time, told }: ImportedContact): Query<Added> {
  if ((yield* mostContacts([user, other])) >= MAX_CONTACTS) return 'full';
  const states = isMutual ? (['mutual', 'mutual'] as const) : (['asked', 'asking'] as const);
  return (yield* addPair({ user, other, states, text, time, told })) ? 'made' : 'there';
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
