/**
 * Everything needed to write the storage of a feature: tables, queries and effects. Separate from feature.ts, because
 * threads of a store load it, so it must stay small.
 *
 * @module
 */
export { trace } from './store/audit.ts';
export type { Details, Origin } from './store/audit.ts';
export type { Applied, EffectContext, EffectKind } from './store/log/effects.ts';
export type { Refusal } from './store/log/records.ts';
export { change, insertAll, insertForId, insertNew, lockedRows, row, rows } from './store/sql/sql.ts';
export type { Insert, Query } from './store/sql/sql.ts';
export type { SealedPlace } from './store/sealing/place.ts';
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
