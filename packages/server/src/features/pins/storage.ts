/**
 * Tables, queries and effects of pins.
 *
 * @module
 */
import { int, table } from '../../store/table.ts';
import type { Storage } from '../../store/storage.ts';
import { PIN_EFFECTS } from './effects.ts';
import { pinned } from './queries.ts';

/** pinned_seq: the entry that pins the message. */
const PINS = table({
  name: 'pins',
  columns: { conversation: int, seq: int, pinned_seq: int },
  primaryKey: ['conversation', 'seq'],
});

export const STORAGE: Storage = {
  module: import.meta.url,
  name: 'pins',
  tables: [PINS],
  reads: { pinned },
  effects: PIN_EFFECTS,
};
