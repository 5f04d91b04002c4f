/**
 * What members call themselves in a group.
 *
 * @module
 */
import { change, insertAll, row, rows } from '../../store/sql/sql.ts';
import type { Insert, Query } from '../../store/sql/sql.ts';

const NICKNAME: Insert = {
  table: 'nicknames',
  columns: { conversation: 'int', user: 'int', nickname: 'text', nickname_key: 'text' },
  onConflict: { key: ['conversation', 'user'], set: { nickname: 'new', nickname_key: 'new' } },
};

/** Sets or, if it is empty, removes the nickname of a member. Whoever is not in gets none. */
export function* setNickname(
  conversation: number,
  user: number,
  { nickname, key }: { readonly nickname: string; readonly key: string },
): Query<void> {
  if (nickname === '') return yield* forgetNicknames(conversation, [user]);
  const member = yield* row(
    'SELECT 1 AS found FROM members WHERE conversation = ? AND "user" = ? AND left_seq IS NULL',
    conversation,
    user,
  );
  if (member !== undefined) yield* insertAll(NICKNAME, [[conversation, user, nickname, key]]);
}

export function* forgetNicknames(conversation: number, users: readonly number[]): Query<void> {
  if (users.length === 0) return;
  yield* change('DELETE FROM nicknames WHERE conversation = ? AND "user" IN (?)', conversation, users);
}

/** Nicknames of a user, by conversation. */
export function* nicknamesOf(
  user: number,
  after: number,
  limit: number,
): Query<readonly { readonly conversation: number; readonly nickname: string }[]> {
  const found = yield* rows<{ readonly conversation: number; readonly nickname: string }>(
    'SELECT conversation, nickname FROM nicknames WHERE "user" = ? AND conversation > ? ORDER BY conversation LIMIT ?',
    user,
    after,
    limit,
  );
  return found.map((each) => ({ ...each }));
}
