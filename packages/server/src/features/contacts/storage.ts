/**
 * Queries and effects of contacts. The table `contacts` is with people: privacy settings look at it.
 *
 * @module
 */
import type { Storage } from '../../store/storage.ts';
import { int, table, zero } from '../../store/table.ts';
import { CONTACT_EFFECT } from './effects.ts';
import { addContact, contactsAfter } from './import-queries.ts';
import { contact, contacts, eraseContacts, mostContacts } from './queries.ts';

/** Requests that a user has made on a day, counted in days since 1970. */
const CONTACT_DAYS = table({
  name: 'contact_days',
  columns: { user: int, day: zero, asked: zero },
  primaryKey: ['user'],
});

export const STORAGE: Storage = {
  module: import.meta.url,
  name: 'contacts',
  tables: [CONTACT_DAYS],
  singleReads: { contact, contacts, contactsAfter, mostContacts },
  writes: { addContact, eraseContacts },
  effects: { contact: CONTACT_EFFECT },
};
