/**
 * Who may read a file: whoever may read a message that has it, within the same intervals as a pull (promise 9).
 *
 * @module
 */
import { isVisible } from '../log/intervals.ts';
import { visibleTo } from '../log/reading.ts';
import { rows } from '../sql/sql.ts';
import type { Query } from '../sql/sql.ts';

/** Of one statement. */
const PAGE = 100;

interface UseRow {
  readonly conversation: number;
  readonly seq: number;
}

/** Whether a user may read a message that has a file. Looks at places that the user knows alone. */
export function* readsMessageWith(user: number, file: string): Query<boolean> {
  for (let after: UseRow = { conversation: 0, seq: 0 }; ;) {
    const found = yield* usesKnownTo(user, file, after);
    for (const [conversation, uses] of Map.groupBy(found, (each) => each.conversation)) {
      const visible = yield* visibleTo(conversation, user);
      if (visible !== undefined && uses.some(({ seq }) => isVisible(visible.intervals, seq))) return true;
    }
    const last = found.at(-1);
    if (last === undefined || found.length < PAGE) return false;
    after = last;
  }
}

function* usesKnownTo(user: number, file: string, after: UseRow): Query<readonly UseRow[]> {
  return yield* rows<UseRow>(
    `SELECT u.conversation, u.seq FROM file_uses u JOIN conversations c ON c.id = u.conversation
     LEFT JOIN members m ON m.conversation = u.conversation AND m."user" = ?
     WHERE u.file = ? AND (u.conversation > ? OR (u.conversation = ? AND u.seq > ?)) AND u.seq > 0
       AND (c.kind = 'room' OR m.joined_seq IS NOT NULL)
     ORDER BY u.conversation, u.seq LIMIT ?`,
    user,
    file,
    after.conversation,
    after.conversation,
    after.seq,
    PAGE,
  );
}
