/**
 * What takes somebody out of conversations.
 *
 * @module
 */
import type { Storage } from '../../store/storage.ts';
import { depart, eraseWords, forgetGroups, forgetRest, ownDirects } from './queries.ts';

export const STORAGE: Storage = {
  module: import.meta.url,
  name: 'erasure',
  singleReads: { ownDirects },
  writes: { depart, eraseWords, forgetGroups, forgetRest },
};
