/**
 * Tables and queries of users' own spaces.
 *
 * @module
 */
import { int, keyText, table, text, zero } from '../../store/table.ts';
import type { Storage } from '../../store/storage.ts';
import { addMine, mineAfter } from './import-queries.ts';
import { changedMine, eraseMine, setMine } from './queries.ts';

/** size: bytes of name and value; 0: the entry was removed. time: when it was written last. */
const MINE = table({
  name: 'mine',
  columns: { user: int, name: keyText(200), value: text, size: int, version: int, time: int },
  primaryKey: ['user', 'name'],
  indexes: [{ name: 'mine_version', columns: ['user', 'version'] }],
});

/**
 * Totals of a user's entries. dropped: up to this version it is not known any more what was removed. swept: when it was
 * looked for that. recent: JSON, the client ids of the last changes.
 */
const SPACES = table({
  name: 'mine_spaces',
  columns: {
    user: int,
    version: zero,
    dropped: zero,
    entries: zero,
    removed: zero,
    size: zero,
    swept: zero,
    recent: text,
  },
  primaryKey: ['user'],
});

export const STORAGE: Storage = {
  module: import.meta.url,
  name: 'mine',
  tables: [MINE, SPACES],
  reads: { changedMine },
  singleReads: { mineAfter },
  writes: { setMine, addMine, eraseMine },
};
