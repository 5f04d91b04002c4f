/**
 * What server keys keep in the store.
 *
 * @module
 */
import type { Storage } from '../../store/storage.ts';
import { id, int, keyBytes, table, text, zero } from '../../store/table.ts';
import {
  createKey,
  groupOwner,
  keyBySecret,
  keysMadeBy,
  revokeKey,
  rotateKey,
  serverKeys,
  touchKey,
} from './key-queries.ts';

/** scopes: separated by spaces. last_used_at: 0: never. expires_at: 0: it does not. */
const KEYS = table({
  name: 'server_keys',
  columns: {
    id,
    name: text,
    scopes: text,
    created_by: int,
    created_at: int,
    last_used_at: zero,
    expires_at: int,
    requests_per_second: int,
  },
});

/** The present secret of each key, with until = 0, and the one before until it is not good any more. hash: SHA-256. */
const SECRETS = table({
  name: 'server_key_secrets',
  columns: { hash: keyBytes(64), server_key: int, until: int },
  primaryKey: ['hash'],
  indexes: [{ name: 'server_key_secrets_of', columns: ['server_key'] }],
});

export const STORAGE: Storage = {
  module: import.meta.url,
  name: 'keys',
  tables: [KEYS, SECRETS],
  singleReads: { keyBySecret, serverKeys, keysMadeBy, groupOwner },
  writes: { createKey, rotateKey, revokeKey, touchKey },
};
