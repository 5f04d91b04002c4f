/**
 * The keys with which values of the database are sealed (ADR 56).
 *
 * @module
 */
import type { Storage } from '../storage.ts';
import { keyText, table, text } from '../table.ts';
import { forgetSealingKeys, keepSealingKey, replaceSecrets, sealingKeys, secretsOf } from './queries.ts';

/** See SealingKeyRecord. */
const KEYS = table({
  name: 'sealing_keys',
  columns: { id: keyText(32), proof: text },
  primaryKey: ['id'],
});

export const STORAGE: Storage = {
  name: 'sealing',
  module: import.meta.url,
  tables: [KEYS],
  singleReads: { sealingKeys, secretsOf },
  writes: { keepSealingKey, forgetSealingKeys, replaceSecrets },
};
