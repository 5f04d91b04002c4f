/**
 * Queries of the people feature.
 *
 * @module
 */
import type { Storage } from '../../store/storage.ts';
import { int, off, table, zero } from '../../store/table.ts';
import { blockedAmong, blocks, setBlock } from './block-queries.ts';
import { erasePeople, isContact, outdateDirects, privacyOf, setPrivacy } from './privacy-queries.ts';

/** What others may not do: 0 everybody may, 1 nobody, 2 contacts alone. */
const PRIVACY = table({
  name: 'privacy',
  columns: { user: int, no_adding: off, no_finding: off, no_seeing: zero, no_writing: zero },
  primaryKey: ['user'],
});

export const STORAGE: Storage = {
  module: import.meta.url,
  name: 'people',
  tables: [PRIVACY],
  reads: { isContact },
  singleReads: { blockedAmong, blocks, privacyOf },
  writes: { setBlock, setPrivacy, outdateDirects, erasePeople },
};
