/**
 * Queries of the people feature.
 *
 * @module
 */
import type { Storage } from '../../store/storage.ts';
import { emptyText, int, off, table, zero } from '../../store/table.ts';
import { blockedAmong, blocks, setBlock } from './block-queries.ts';
import { addBlock, addPrivacy, blocksAfter, privacyAfter } from './import-queries.ts';
import { erasePeople, isContact, outdateDirects, privacyOf, setPrivacy } from './privacy-queries.ts';

/** What others may not do: 0 everybody may, 1 nobody, 2 contacts alone. */
const PRIVACY = table({
  name: 'privacy',
  columns: { user: int, no_adding: off, no_finding: off, no_seeing: zero, no_writing: zero },
  primaryKey: ['user'],
});

/**
 * How users stand to each other, one row for each of the two. state: 0 `user` has asked `other`, 1 `other` has asked `user`, 2
 * they are contacts. made_by: who has made it so, by a message of the client id `told`.
 */
const CONTACTS = table({
  name: 'contacts',
  columns: { user: int, other: int, state: int, text: emptyText, time: int, made_by: int, told: emptyText },
  primaryKey: ['user', 'other'],
});

export const STORAGE: Storage = {
  module: import.meta.url,
  name: 'people',
  tables: [PRIVACY, CONTACTS],
  reads: { isContact, privacyAfter },
  singleReads: { blockedAmong, blocks, blocksAfter, privacyOf },
  writes: { addBlock, addPrivacy, setBlock, setPrivacy, outdateDirects, erasePeople },
};
