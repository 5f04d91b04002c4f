/**
 * Polls in the append's transaction: a row for each user who votes, and the tally in the poll's state.
 *
 * @module
 */
import { encodeContent } from '@posthorn/protocol';
import type { Poll, PollState } from '@posthorn/protocol';
import { isRefusal } from '../../store/log/effects.ts';
import type { Applied, EffectContext, EffectKind } from '../../store/log/effects.ts';
import { fold } from '../../store/log/fold.ts';
import type { Aim } from '../../store/log/fold.ts';
import type { Target } from '../../store/log/folds.ts';
import type { Refusal } from '../../store/log/records.ts';
import { slotOf } from '../../store/slots.ts';
import { change, insertAll } from '../../store/sql/sql.ts';
import type { Insert, Query } from '../../store/sql/sql.ts';
import { choicesOf, pollIn } from './queries.ts';

/** A poll that is to close by itself. */
export type OpenPollEffect = { readonly type: 'open-poll'; readonly closesAt: number };

export type VoteEffect = Aim & { readonly type: 'vote'; readonly choices: readonly number[] };

export type ClosePollEffect = Aim & {
  readonly type: 'close-poll';
  /** May close the polls of others. */
  readonly isManager: boolean;
};

const CLOSING: Insert = {
  table: 'closing_polls',
  columns: { conversation: 'int', seq: 'int', sender: 'int', due: 'int' },
};

const VOTE: Insert = {
  table: 'votes',
  columns: { conversation: 'int', slot: 'text', user: 'int', choices: 'text' },
  onConflict: { key: ['conversation', 'slot'], set: { choices: 'new' } },
};

const NO_POLL: Refusal = { code: 'INVALID', message: 'this message is no poll', reason: 'not-a-poll' };

export const POLL_EFFECTS: Readonly<Record<string, EffectKind>> = {
  'open-poll': { raisesVersion: false, refusal: whyNoPoll, apply: open },
  vote: { raisesVersion: false, apply: vote },
  'close-poll': { raisesVersion: false, apply: close },
};

// It is asked within a transaction, but needs nothing of it.
// oxlint-disable-next-line require-yield
function* whyNoPoll({ append }: EffectContext, { closesAt }: OpenPollEffect): Query<Refusal | undefined> {
  if (closesAt > append.time) return undefined;
  return { code: 'INVALID', message: 'the poll would be closed already', reason: 'poll-closes-in-past' };
}

function* open({ conversation, seq, append }: EffectContext, { closesAt }: OpenPollEffect): Query<Applied> {
  yield* insertAll(CLOSING, [[conversation.id, seq, append.sender, closesAt]]);
  return true;
}

function* vote(context: EffectContext, effect: VoteEffect): Query<Applied> {
  const { choices } = effect;
  let isSecret = false;
  const folded = yield* fold(context, effect, function* (target) {
    const poll = pollIn(target.content);
    if (poll === undefined) return NO_POLL;
    const refusal = whyNoVote(poll, target, { choices, time: context.append.time });
    if (refusal !== undefined) return refusal;
    isSecret = poll.anonymous;
    const before = yield* choicesOf(target.conversation, target.seq, context.append.sender);
    yield* setChoices(target, context.append.sender, choices);
    return { state: { ...target.state, poll: tallied(tallyOf(poll, target), before, choices) } };
  });
  if (folded === true || isRefusal(folded) || !isSecret) return folded;
  const veiled = { target: effect.target, secret: true };
  return { ...folded, veiled: encodeContent({ kind: { case: 'vote', value: veiled } }) };
}

function whyNoVote(
  poll: Poll,
  { state }: Target,
  { choices, time }: { readonly choices: readonly number[]; readonly time: number },
): Refusal | undefined {
  if (state.poll?.closed === true || (poll.closesAt > 0 && time >= poll.closesAt))
    return { code: 'FORBIDDEN', message: 'the poll is closed', reason: 'poll-closed' };
  if (choices.length > 1 && !poll.multiple)
    return {
      code: 'INVALID',
      message: 'only one option of this poll can be chosen',
      reason: 'poll-one-choice',
    };
  if (choices.some((choice) => choice >= poll.options.length))
    return { code: 'INVALID', message: 'the poll has no such option', reason: 'poll-no-such-option' };
  return undefined;
}

function* setChoices({ conversation, seq }: Target, user: number, choices: readonly number[]): Query<void> {
  const slot = slotOf(seq, user);
  if (choices.length > 0) yield* insertAll(VOTE, [[conversation, slot, user, choices.join(' ')]]);
  else yield* change('DELETE FROM votes WHERE conversation = ? AND slot = ?', conversation, slot);
}

/** How a poll stands. Before the first vote it has no state. */
function tallyOf({ options }: Poll, { state }: Target): PollState {
  return state.poll ?? { votes: options.map(() => 0), voters: 0, closed: false };
}

/** The tally after one user has chosen `after` instead of `before`. */
export function tallied(
  { votes, voters, closed }: PollState,
  before: readonly number[],
  after: readonly number[],
): PollState {
  const has = (choices: readonly number[], option: number): number => (choices.includes(option) ? 1 : 0);
  return {
    votes: votes.map((count, option) => count - has(before, option) + has(after, option)),
    voters: voters - (before.length > 0 ? 1 : 0) + (after.length > 0 ? 1 : 0),
    closed,
  };
}

function* close(context: EffectContext, effect: ClosePollEffect): Query<Applied> {
  return yield* fold(context, effect, function* (target) {
    const poll = pollIn(target.content);
    if (poll === undefined) return NO_POLL;
    if (target.sender !== context.append.sender && !effect.isManager)
      return {
        code: 'FORBIDDEN',
        message: 'only who has sent a poll, and admins of the group, may close it',
        reason: 'poll-close-not-yours',
      };
    const { conversation, seq } = target;
    yield* change('DELETE FROM closing_polls WHERE conversation = ? AND seq = ?', conversation, seq);
    return { state: { ...target.state, poll: { ...tallyOf(poll, target), closed: true } } };
  });
}
