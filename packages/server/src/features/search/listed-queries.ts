/**
 * Groups of the directory by how their titles begin.
 *
 * @module
 */
import { LAST_CODE_POINT, rows } from '../../store/sql/sql.ts';
import type { Query } from '../../store/sql/sql.ts';

export interface Listed {
  readonly id: number;
  readonly title: string;
  readonly memberCount: number;
}

/** Those that a user is not in, by title. `key`: as titles are kept in the directory. */
export function* listedBeginning(user: number, key: string, limit: number): Query<readonly Listed[]> {
  const found = yield* rows<{ readonly id: number; readonly title: string; readonly member_count: number }>(
    `SELECT c.id, c.title, c.member_count FROM listed_groups l JOIN conversations c ON c.id = l.conversation
     LEFT JOIN members m ON m.conversation = l.conversation AND m."user" = ? AND m.left_seq IS NULL
     WHERE l.title_key >= ? AND l.title_key < ? AND m."user" IS NULL ORDER BY l.title_key, l.conversation LIMIT ?`,
    user,
    key,
    key + LAST_CODE_POINT,
    limit,
  );
  return found.map(({ id, title, member_count: memberCount }) => ({ id, title, memberCount }));
}
