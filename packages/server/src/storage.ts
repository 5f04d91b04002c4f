/**
 * What a feature's storage is made with: tables, queries and effects. Threads of a store load it, so it is apart from
 * the rest of what features are made with (feature.ts) and loads next to nothing.
 *
 * @module
 */
export type { EffectContext, EffectKind } from './store/log/effects.ts';
export { change, insertAll, insertForId, insertNew, lockedRows, row, rows } from './store/sql/sql.ts';
export type { Insert, Query } from './store/sql/sql.ts';
export type { Storage } from './store/storage.ts';
export {
  bytes,
  emptyText,
  flag,
  id,
  int,
  keyBytes,
  keyText,
  off,
  optionalInt,
  optionalText,
  table,
  text,
  unique,
  zero,
} from './store/table.ts';
export type { Table } from './store/table.ts';
