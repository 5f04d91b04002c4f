/**
 * Who has reacted to which message.
 *
 * @module
 */
import { endOfSlots, seqOf, slotOf } from '../../store/slots.ts';
import { row, rows } from '../../store/sql/sql.ts';
import type { Query } from '../../store/sql/sql.ts';

interface ReactionRow {
  readonly slot: string;
  readonly user: number;
  readonly emojis: string;
}

export interface ReactionRecord {
  readonly user: number;
  readonly emojis: readonly string[];
}

export function* emojisOf(conversation: number, seq: number, user: number): Query<readonly string[]> {
  const found = yield* row<ReactionRow>(
    'SELECT emojis FROM reactions WHERE conversation = ? AND slot = ?',
    conversation,
    slotOf(seq, user),
  );
  return found === undefined ? [] : found.emojis.split(' ');
}

/** Users who are looked at for names, while an entry is committed. */
const MAX_LOOKED_AT = 1000;

/** Some of those who have given this emoji, of the first users who have reacted. */
export function* someWith(
  conversation: number,
  seq: number,
  emoji: string,
  limit: number,
): Query<readonly number[]> {
  const first = yield* reactions({ conversation, seq }, 0, MAX_LOOKED_AT);
  const found = first.filter(({ emojis }) => emojis.includes(emoji)).map(({ user }) => user);
  return found.slice(0, limit);
}

/** Reactions to a message, by user. */
export function* reactions(
  { conversation, seq }: { readonly conversation: number; readonly seq: number },
  afterUser: number,
  limit: number,
): Query<readonly ReactionRecord[]> {
  const found = yield* rows<ReactionRow>(
    'SELECT "user", emojis FROM reactions WHERE conversation = ? AND slot > ? AND slot < ? ORDER BY slot LIMIT ?',
    conversation,
    slotOf(seq, afterUser),
    endOfSlots(seq),
    limit,
  );
  return found.map(({ user, emojis }) => ({ user, emojis: emojis.split(' ') }));
}

/** What a user has given to these messages. */
export function* ownReactions(
  conversation: number,
  seqs: readonly number[],
  user: number,
): Query<readonly (readonly [seq: number, emojis: readonly string[]])[]> {
  const found = yield* rows<ReactionRow>(
    'SELECT slot, emojis FROM reactions WHERE conversation = ? AND slot IN (?)',
    conversation,
    seqs.map((seq) => slotOf(seq, user)),
  );
  return found.map(({ slot, emojis }) => [seqOf(slot), emojis.split(' ')]);
}
