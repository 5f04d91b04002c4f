/**
 * JWTs that were used and must not be used again.
 *
 * @module
 */
import { int, keyText, table } from '../../store/table.ts';
import type { Storage } from '../../store/storage.ts';
import { forgetUsed, useOnce } from './queries.ts';

/** token: a hash of its id. ends_at: Unix ms; from then on it counts no more in any case. */
const USED_TOKENS = table({
  name: 'used_tokens',
  columns: { token: keyText(43), ends_at: int },
  primaryKey: ['token'],
  indexes: [{ name: 'used_tokens_end', columns: ['ends_at', 'token'] }],
});

export const STORAGE: Storage = {
  module: import.meta.url,
  name: 'jwt',
  tables: [USED_TOKENS],
  writes: { useOnce, forgetUsed },
};
