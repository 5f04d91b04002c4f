/**
 * The order of a list of conversations: by the last message that counts, newest first.
 *
 * @module
 */
import { rows } from '../../store/sql/sql.ts';
import type { Query } from '../../store/sql/sql.ts';

/** Where a page ends: at this conversation, and its activity (Unix ms) then. */
export interface ActivityCursor {
  readonly id: number;
  readonly active: number;
}

/** When the message at a seq was sent; 0: it is not there. */
function timeAt(seq: string): string {
  return `COALESCE((SELECT e.time FROM messages e WHERE e.conversation = c.id AND e.seq = ${seq}), 0)`;
}

/** Until what nodes of the version before have written is counted, its newest message stands for it. */
const IN_ROOM = `CASE WHEN c.counted_through >= c.head THEN c.active_at ELSE ${timeAt('c.head')} END`;
/** Who has left sees the event of that last; who has come since the last message, the event of their coming. */
const IN_OTHERS = `CASE WHEN m.left_seq IS NOT NULL THEN ${timeAt('m.left_seq')}
  WHEN c.active_seq < m.joined_seq AND c.counted_through >= c.head THEN ${timeAt('m.joined_seq')} ELSE ${IN_ROOM} END`;

const ACTIVITY = `SELECT id, active FROM (
    SELECT c.id, ${IN_OTHERS} AS active FROM members m JOIN conversations c ON c.id = m.conversation
      WHERE m."user" = ? AND (m.hidden = 0 OR m.left_seq IS NULL)
    UNION ALL SELECT c.id, ${IN_ROOM} AS active FROM conversations c WHERE c.kind = 'room') AS own
  WHERE active < ? OR (active = ? AND id < ?) ORDER BY active DESC, id DESC LIMIT ?`;

const FROM_THE_TOP: ActivityCursor = { id: 0, active: Number.MAX_SAFE_INTEGER };

/** Ids of a user's conversations and of all rooms. What becomes active meanwhile is on the first page only. */
export function* activeIds(
  user: number,
  before: ActivityCursor = FROM_THE_TOP,
  limit: number,
): Query<readonly ActivityCursor[]> {
  const { id, active } = before;
  const found = yield* rows<ActivityCursor>(ACTIVITY, user, active, active, id, limit);
  return found.map((each) => ({ ...each }));
}
