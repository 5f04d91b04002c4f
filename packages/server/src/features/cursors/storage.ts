/**
 * Queries of cursors. The table is one of the log's.
 *
 * @module
 */
import type { Storage } from '../../store/storage.ts';
import { cursors, moveCursors } from './queries.ts';

export const STORAGE: Storage = {
  module: import.meta.url,
  name: 'cursors',
  singleReads: { cursors },
  writes: { moveCursors },
};
