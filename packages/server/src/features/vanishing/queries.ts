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
  readonly sender: number;
}

/** What is due; see DueWork.find. */
export function* dueVanishing({ now, after, limit }: DuePage): Query<readonly VanishingRecord[]> {
  const found = yield* rows<VanishingRecord>(
    `SELECT v.id, v.due, v.conversation, v.seq, m.sender
     FROM vanishing v JOIN messages m ON m.conversation = v.conversation AND m.seq = v.seq
     WHERE v.due <= ? AND (v.due, v.id) > (?, ?) ORDER BY v.due, v.id LIMIT ?`,
    now,
    after.due,
    after.id,
    limit,
  );
  return found.map((each) => ({ ...each }));
}

/** These have vanished, or were gone before. */
export function* dropVanishing(ids: readonly number[]): Query<void> {
  if (ids.length > 0) yield* change('DELETE FROM vanishing WHERE id IN (?)', ids);
}
