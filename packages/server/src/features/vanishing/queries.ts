/**
 * Queries on messages that vanish.
 *
 * @module
 */
import type { Due, DuePage } from '../../store/due.ts';
import { change, rows } from '../../store/sql/sql.ts';
import type { Query } from '../../store/sql/sql.ts';

export interface VanishingRecord extends Due {
  readonly conversation: number;
  readonly seq: number;
}

/** What is due; see DueWork.find. */
export function* dueVanishing({ now, after, limit }: DuePage): Query<readonly VanishingRecord[]> {
  const found = yield* rows<VanishingRecord>(
    `SELECT id, due, conversation, seq FROM vanishing
     WHERE due <= ? AND (due, id) > (?, ?) ORDER BY due, id LIMIT ?`,
    now,
    after.due,
    after.id,
    limit,
  );
  return found.map((each) => ({ ...each }));
}

/** These were gone before. `ids` must not be empty. */
export function* dropVanishing(ids: readonly number[]): Query<void> {
  yield* change('DELETE FROM vanishing WHERE id IN (?)', ids);
}
