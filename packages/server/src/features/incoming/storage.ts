/**
 * What incoming webhooks keep in the store.
 *
 * @module
 */
import type { Storage } from '../../store/storage.ts';
import { emptyText, id, int, keyBytes, off, table, text, unique, zero } from '../../store/table.ts';
import {
  changeIncoming,
  createIncoming,
  incomingByKey,
  incomingMadeBy,
  incomingOf,
  removeIncoming,
  rotateIncoming,
  touchIncoming,
} from './incoming-queries.ts';

/** hash: SHA-256 of the key. created_by: who has made the key. last_used_at: 0: never. */
const INCOMING = table({
  name: 'incoming_webhooks',
  columns: {
    id,
    conversation: int,
    hash: unique(keyBytes(64)),
    name: text,
    avatar_url: emptyText,
    fixed_name: off,
    per_minute: int,
    created_by: int,
    created_at: int,
    last_used_at: zero,
    disabled: off,
  },
  indexes: [
    { name: 'incoming_webhooks_in', columns: ['conversation'] },
    { name: 'incoming_webhooks_of', columns: ['created_by'] },
  ],
});

export const STORAGE: Storage = {
  module: import.meta.url,
  name: 'incoming',
  tables: [INCOMING],
  singleReads: { incomingByKey, incomingOf, incomingMadeBy },
  writes: { createIncoming, changeIncoming, rotateIncoming, removeIncoming, touchIncoming },
};
