/**
 * Queries of the people feature.
 *
 * @module
 */
import type { Storage } from '../../store/storage.ts';
import { int, off, table } from '../../store/table.ts';
import { blocks, isBlocked, setBlock } from './block-queries.ts';
import { erasePeople, privacyOf, setPrivacy } from './privacy-queries.ts';

const PRIVACY = table({
  name: 'privacy',
  columns: { user: int, no_adding: off, no_finding: off },
  primaryKey: ['user'],
});

export const STORAGE: Storage = {
  module: import.meta.url,
  name: 'people',
  tables: [PRIVACY],
  singleReads: { blocks, isBlocked, privacyOf },
  writes: { setBlock, setPrivacy, erasePeople },
};
