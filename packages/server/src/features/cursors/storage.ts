/**
 * Tables and queries of cursors.
 *
 * @module
 */
import { int, off, table, zero } from '../../store/table.ts';
import type { Storage } from '../../store/storage.ts';
import { cursors, moveCursors } from './queries.ts';

const READERS = table({
  name: 'readers',
  columns: { conversation: int, user: int, read_seq: zero, delivered_seq: zero, muted: off },
  primaryKey: ['conversation', 'user'],
});

export const STORAGE: Storage = {
  module: import.meta.url,
  name: 'cursors',
  tables: [READERS],
  singleReads: { cursors },
  writes: { moveCursors },
};
