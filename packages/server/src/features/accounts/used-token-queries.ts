/**
 * Queries on tokens of others, such as JWTs, that are good once.
 *
 * @module
 */
import { change, insertNew } from '../../store/sql/sql.ts';
import type { Insert, Query } from '../../store/sql/sql.ts';

const NEW_USED: Insert = {
  table: 'used_tokens',
  columns: { token: 'text', ends_at: 'int' },
  onConflict: { key: ['token'] },
};

/** Whether nobody has used it before. `endsAt`: Unix ms. */
export function* useOnce(token: string, endsAt: number): Query<boolean> {
  return yield* insertNew(NEW_USED, token, endsAt);
}

/** Forgets those that count no more in any case. */
export function* forgetUsed(now: number): Query<void> {
  yield* change('DELETE FROM used_tokens WHERE ends_at <= ?', now);
}
