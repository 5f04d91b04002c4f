/**
 * How it stands with a contact, in words.
 *
 * @module
 */
import type { Contact } from '@posthorn/client';

export const CONTACT_STATES: Readonly<Record<Contact['state'], string>> = {
  unspecified: '',
  asked: 'you have asked',
  asking: 'asks you',
  mutual: 'contact',
};
