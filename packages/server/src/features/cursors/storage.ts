/**
 * Queries of cursors. The table is one of the log's.
 *
 * @module
 */
import type { Storage } from '../../store/storage.ts';
import { cursors, moveCursors } from './queries.ts';
import { countMembers, countVisitors, readersAmong, visibleMessage } from './reader-queries.ts';

export const STORAGE: Storage = {
  module: import.meta.url,
  name: 'cursors',
  reads: { visibleMessage },
  singleReads: { cursors, countMembers, countVisitors, readersAmong },
  writes: { moveCursors },
};
