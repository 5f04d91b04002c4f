/**
 * What vanishing keeps in the store.
 *
 * @module
 */
import type { Storage } from '../../store/storage.ts';
import { id, int, table } from '../../store/table.ts';
import { VANISHING_EFFECTS } from './effects.ts';
import { dropVanishing, dueVanishing } from './queries.ts';

/** Messages that vanish, and when. */
const VANISHING = table({
  name: 'vanishing',
  columns: { id, conversation: int, seq: int, due: int },
  unique: [['conversation', 'seq']],
  indexes: [{ name: 'vanishing_due', columns: ['due', 'id'] }],
});

export const STORAGE: Storage = {
  module: import.meta.url,
  name: 'vanishing',
  tables: [VANISHING],
  singleReads: { dueVanishing },
  writes: { dropVanishing },
  effects: VANISHING_EFFECTS,
};
