/**
 * What the search keeps in the store: nothing. Its index is a place of its own.
 *
 * @module
 */
import type { Storage } from '../../store/storage.ts';
import {
  directOf,
  expiredPlaces,
  followed,
  foundAt,
  messagesNow,
  positionsAfter,
  saidInDirects,
  searched,
  searchedAmong,
} from './queries.ts';

export const STORAGE: Storage = {
  module: import.meta.url,
  name: 'search',
  reads: { searched, foundAt },
  singleReads: {
    directOf,
    expiredPlaces,
    followed,
    messagesNow,
    positionsAfter,
    saidInDirects,
    searchedAmong,
  },
};
