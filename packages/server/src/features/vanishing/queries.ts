/**
 * Queries on messages that vanish.
 *
 * @module
 */
import type { Due, DuePage } from '../../store/due.ts';
import { CLOSED_ROOM } from '../../store/log/conversations.ts';
import { change, rows } from '../../store/sql/sql.ts';
import type { Query } from '../../store/sql/sql.ts';

export interface VanishingRecord extends Due {
  readonly conversation: number;
  readonly seq: number;
}

/** What is due; see DueWork.find. What was said in a room that is closed waits until it is open again. */
export function* dueVanishing({ now, after, limit }: DuePage): Query<readonly VanishingRecord[]> {
  const found = yield* rows<VanishingRecord>(
    `SELECT v.id, v.due, v.conversation, v.seq
     FROM vanishing v JOIN conversations c ON c.id = v.conversation AND c.kind <> '${CLOSED_ROOM}'
     WHERE v.due <= ? AND (v.due, v.id) > (?, ?) ORDER BY v.due, v.id LIMIT ?`,
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
