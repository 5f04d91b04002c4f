/**
 * What the search keeps in the store: by which keys people are found. The index of messages is a place of its own.
 *
 * @module
 */
import type { Storage } from '../../store/storage.ts';
import { int, keyText, table } from '../../store/table.ts';
import { listedBeginning } from './listed-queries.ts';
import {
  namedVersion,
  renamedUsers,
  setNamedVersion,
  usersAfter,
  usersByNameKey,
  writeNameKeys,
} from './name-queries.ts';
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

/** See analyser/name-keys.ts. */
const NAME_KEYS = table({
  name: 'name_keys',
  columns: { name_key: keyText(64), user: int },
  primaryKey: ['name_key', 'user'],
  indexes: [{ name: 'name_keys_user', columns: ['user'] }],
});

export const STORAGE: Storage = {
  module: import.meta.url,
  name: 'search',
  tables: [NAME_KEYS],
  reads: { searched, foundAt },
  singleReads: {
    directOf,
    expiredPlaces,
    followed,
    listedBeginning,
    messagesNow,
    namedVersion,
    positionsAfter,
    renamedUsers,
    saidInDirects,
    searchedAmong,
    usersAfter,
    usersByNameKey,
  },
  writes: { setNamedVersion, writeNameKeys },
};
