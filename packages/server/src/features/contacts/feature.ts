/**
 * Contacts.
 *
 * @module
 */
import { get, PAGE, put, remove } from '../../http/route.ts';
import type { Feature } from '../../router/feature.ts';
import { operation } from '../../router/operation.ts';
import { addContact, listContacts, removeContact } from './contacts.ts';
import { personalData } from './personal-data.ts';
import { STORAGE } from './storage.ts';

const TAG = 'Contacts';

export const CONTACTS = {
  name: 'contacts',
  storage: STORAGE,
  personalData,
  operations: [
    operation('addContact', {
      who: 'user',
      repeat: 'harmless',
      run: addContact,
      routes: [
        put('/v1/contacts/:user', TAG, 'Ask somebody to be a contact, or accept', {
          body: ['text'],
          example: { text: 'We met at the ball' },
        }),
      ],
    }),
    operation('removeContact', {
      who: 'user',
      repeat: 'harmless',
      run: removeContact,
      routes: [remove('/v1/contacts/:user', TAG, 'Refuse, take back, or remove a contact')],
    }),
    operation('listContacts', {
      who: 'user',
      repeat: 'harmless',
      run: listContacts,
      routes: [
        get('/v1/contacts', TAG, 'My contacts, and who has asked whom', { query: ['state', ...PAGE] }),
      ],
    }),
  ],
} as const satisfies Feature;
