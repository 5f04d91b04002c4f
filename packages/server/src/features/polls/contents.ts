/**
 * Polls, votes, and the end of a poll as content.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import type { Content } from '@posthorn/protocol';
import { seesFrom } from '../../router/contents.ts';
import type { ContentKind } from '../../router/contents.ts';
import { checkedTitle } from '../../router/texts.ts';
import { isManager } from '../messages/rights.ts';
import type { ClosePollEffect, OpenPollEffect, VoteEffect } from './effects.ts';

const MIN_OPTIONS = 2;
const MAX_OPTIONS = 20;
const MAX_OPTION_CHARS = 100;

export const POLL: ContentKind = {
  kind: 'poll',
  isSent: true,
  counts: true,
  check: checkPoll,
  effect: ({ kind }): OpenPollEffect | undefined =>
    kind?.case === 'poll' && kind.value.closesAt > 0
      ? { type: 'open-poll', closesAt: kind.value.closesAt }
      : undefined,
  text: ({ text, kind }) =>
    kind?.case === 'poll'
      ? [`📊 ${text}`, ...kind.value.options.map((option, at) => `${at + 1}. ${option}`)].join('\n')
      : text,
};

function checkPoll({ text, kind }: Content): void {
  if (kind?.case !== 'poll') return;
  const { options } = kind.value;
  if (text.trim() === '')
    throw new PosthornError('INVALID', 'a poll needs a question: its text', {
      reason: 'poll-needs-question',
    });
  if (options.length < MIN_OPTIONS || options.length > MAX_OPTIONS)
    throw new PosthornError('INVALID', `a poll has ${MIN_OPTIONS} to ${MAX_OPTIONS} options`, {
      reason: 'poll-option-count',
    });
  const checked = options.map((option) => checkedTitle(option, 'poll option', MAX_OPTION_CHARS));
  if (new Set(checked).size < options.length)
    throw new PosthornError('INVALID', 'two options of the poll are the same', {
      reason: 'poll-options-equal',
    });
}

export const VOTE: ContentKind = {
  kind: 'vote',
  isSent: true,
  counts: false,
  target: ({ kind }) => (kind?.case === 'vote' ? kind.value.target : 0),
  check: checkVote,
  effect: ({ kind }, sending): VoteEffect | undefined =>
    kind?.case === 'vote'
      ? { type: 'vote', target: kind.value.target, choices: kind.value.choices, seesFrom: seesFrom(sending) }
      : undefined,
  hidesSender: ({ kind }) => kind?.case === 'vote' && kind.value.secret,
  text: ({ kind }) => (kind?.case === 'vote' && !kind.value.secret ? describeVote(kind.value.choices) : ''),
};

function checkVote({ kind }: Content): void {
  if (kind?.case !== 'vote') return;
  const { choices, secret } = kind.value;
  if (secret) throw new PosthornError('INVALID', 'whether a vote is secret is said by its poll');
  if (choices.length > MAX_OPTIONS || new Set(choices).size < choices.length)
    throw new PosthornError('INVALID', 'an option is chosen twice');
}

/** By the numbers that the options have in the text of the poll. */
function describeVote(choices: readonly number[]): string {
  if (choices.length === 0) return '☑ took the vote back';
  return `☑ voted for ${choices.map((choice) => choice + 1).join(', ')}`;
}

export const CLOSE_POLL: ContentKind = {
  kind: 'closePoll',
  isSent: true,
  counts: false,
  target: ({ kind }) => (kind?.case === 'closePoll' ? kind.value.target : 0),
  effect: ({ kind }, sending): ClosePollEffect | undefined =>
    kind?.case === 'closePoll'
      ? {
          type: 'close-poll',
          target: kind.value.target,
          seesFrom: seesFrom(sending),
          isManager: isManager(sending),
        }
      : undefined,
  text: () => '☑ closed a poll',
};
