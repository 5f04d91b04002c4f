/**
 * Totals for the administrator.
 *
 * @module
 */
import { row } from '../../store/sql/sql.ts';
import type { Query } from '../../store/sql/sql.ts';

export interface Totals {
  readonly users: number;
  readonly conversations: number;
  readonly messages: number;
}

/** Counts users, conversations and messages. The heads of all conversations add up to the messages. */
export function* totals(): Query<Totals> {
  const found = yield* row<Totals>(
    `SELECT (SELECT COUNT(*) FROM users) AS users, (SELECT COUNT(*) FROM conversations) AS conversations,
       (SELECT COALESCE(SUM(head), 0) FROM conversations) AS messages`,
  );
  const { users = 0, conversations = 0, messages = 0 } = found ?? {};
  return { users, conversations, messages };
}
