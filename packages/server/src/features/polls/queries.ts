/**
 * Who has voted for what, and which polls are to close.
 *
 * @module
 */
import { decodeContent } from '@posthorn/protocol';
import type { Poll } from '@posthorn/protocol';
import type { Due, DuePage } from '../../store/due.ts';
import { CLOSED_ROOM } from '../../store/log/conversations.ts';
import { messageWithState } from '../../store/log/folds.ts';
import { isVisible } from '../../store/log/intervals.ts';
import { visibleTo } from '../../store/log/reading.ts';
import { endOfSlots, seqOf, slotOf } from '../../store/slots.ts';
import { change, row, rows } from '../../store/sql/sql.ts';
import type { Query } from '../../store/sql/sql.ts';

interface VoteRow {
  readonly slot: string;
  readonly user: number;
  readonly choices: string;
}

export interface VoteRecord {
  readonly user: number;
  readonly choices: readonly number[];
}

/** A poll that closes by itself. */
export interface ClosingPoll extends Due {
  readonly conversation: number;
  readonly seq: number;
  /** Of the poll. */
  readonly sender: number;
}

/** The poll that an encoded content is. */
export function pollIn(content: Uint8Array): Poll | undefined {
  const { kind } = decodeContent(content);
  return kind?.case === 'poll' ? kind.value : undefined;
}

function choicesIn(choices: string): readonly number[] {
  return choices.split(' ').map(Number);
}

/** What a user has chosen. Empty: they have not voted. */
export function* choicesOf(conversation: number, seq: number, user: number): Query<readonly number[]> {
  const found = yield* row<VoteRow>(
    'SELECT choices FROM votes WHERE conversation = ? AND slot = ?',
    conversation,
    slotOf(seq, user),
  );
  return found === undefined ? [] : choicesIn(found.choices);
}

/** What a user has chosen in these polls. */
export function* ownChoices(
  conversation: number,
  seqs: readonly number[],
  user: number,
): Query<readonly (readonly [seq: number, choices: readonly number[]])[]> {
  const found = yield* rows<VoteRow>(
    'SELECT slot, choices FROM votes WHERE conversation = ? AND slot IN (?)',
    conversation,
    seqs.map((seq) => slotOf(seq, user)),
  );
  return found.map(({ slot, choices }) => [seqOf(slot), choicesIn(choices)]);
}

export interface VotesPage {
  readonly conversation: number;
  readonly seq: number;
  readonly afterUser: number;
  readonly limit: number;
}

/** Who has chosen what, by user. `missing`: the reader may not see a poll there. */
export function* votesFor(
  reader: number,
  { conversation, seq, afterUser, limit }: VotesPage,
): Query<readonly VoteRecord[] | 'missing' | 'anonymous'> {
  const visible = yield* visibleTo(conversation, reader);
  if (visible === undefined || !isVisible(visible.intervals, seq)) return 'missing';
  const message = yield* messageWithState(conversation, seq);
  const poll = message === undefined ? undefined : pollIn(message.content);
  if (poll === undefined) return 'missing';
  if (poll.anonymous) return 'anonymous';
  const found = yield* rows<VoteRow>(
    'SELECT "user", choices FROM votes WHERE conversation = ? AND slot > ? AND slot < ? ORDER BY slot LIMIT ?',
    conversation,
    slotOf(seq, afterUser),
    endOfSlots(seq),
    limit,
  );
  return found.map(({ user, choices }) => ({ user, choices: choicesIn(choices) }));
}

/** All votes of a user, by conversation and poll. */
export type OwnVote = { readonly conversation: number; readonly slot: string; readonly choices: string };

export function* votesOf(
  user: number,
  after: Pick<OwnVote, 'conversation' | 'slot'>,
  limit: number,
): Query<readonly OwnVote[]> {
  const found = yield* rows<OwnVote>(
    `SELECT conversation, slot, choices FROM votes
     WHERE "user" = ? AND (conversation > ? OR (conversation = ? AND slot > ?)) ORDER BY conversation, slot LIMIT ?`,
    user,
    after.conversation,
    after.conversation,
    after.slot,
    limit,
  );
  return found.map((each) => ({ ...each }));
}

/** What is due; see DueWork.find. A poll in a room that is closed waits until it is open again. */
export function* duePolls({ now, after, limit }: DuePage): Query<readonly ClosingPoll[]> {
  const found = yield* rows<ClosingPoll>(
    `SELECT p.id, p.due, p.conversation, p.seq, p.sender
     FROM closing_polls p JOIN conversations c ON c.id = p.conversation AND c.kind <> '${CLOSED_ROOM}'
     WHERE p.due <= ? AND (p.due, p.id) > (?, ?) ORDER BY p.due, p.id LIMIT ?`,
    now,
    after.due,
    after.id,
    limit,
  );
  return found.map((each) => ({ ...each }));
}

/** They are closed, or gone. */
export function* forgetClosing(ids: readonly number[]): Query<void> {
  if (ids.length > 0) yield* change('DELETE FROM closing_polls WHERE id IN (?)', ids);
}
