/**
 * poll: ask, vote, close, and see how it stands.
 *
 * @module
 */
import type { ContentInit } from '@posthorn/client';
import { laterTime, wholeNumber } from '../arguments.ts';
import type { Command, Context } from '../command.ts';
import { EXIT_CODES, UsageError } from '../exit-codes.ts';
import { messageAt } from '../message-at.ts';
import { foldedFields } from '../message-line.ts';
import { withClient } from '../online.ts';
import { sanitiseLines } from '../sanitise.ts';
import { conversationOf, WHERE, WHERE_OPTIONS } from '../which-conversation.ts';

export const pollCommand: Command = {
  name: 'poll',
  summary: 'Ask people to choose, vote, close a poll, or see how it stands.',
  usages: [
    `${WHERE} QUESTION OPTION OPTION… [--multiple] [--anonymous] [--until TIME]`,
    `${WHERE} --seq N [--vote 1,3 | --close]`,
  ],
  options: {
    ...WHERE_OPTIONS,
    multiple: { type: 'boolean', description: 'Several options may be chosen.' },
    anonymous: { type: 'boolean', description: 'Nobody is told who has chosen what.' },
    until: {
      type: 'string',
      placeholder: 'TIME',
      description: 'Nobody can vote after it: 2026-12-24T18:00, or +10m, +2h, +1d.',
    },
    seq: { type: 'string', placeholder: 'N', description: 'The number of the poll.' },
    vote: {
      type: 'string',
      placeholder: 'LIST',
      description: 'The options to choose, counted from 1; 0 takes your vote back.',
    },
    close: { type: 'boolean', description: 'End the poll.' },
  },
  positionals: [0, Number.MAX_SAFE_INTEGER],
  run(context) {
    const { args } = context;
    const target = args.number('seq', 1);
    if (target === undefined) return ask(context);
    if (args.positionals.length > 0) throw new UsageError('With --seq there is no question.');
    const vote = args.text('vote');
    if (vote !== undefined && args.flag('close')) throw new UsageError('Give --vote or --close, not both.');
    if (vote !== undefined)
      return send(context, { kind: { case: 'vote', value: { target, choices: choicesIn(vote) } } });
    if (args.flag('close')) return send(context, { kind: { case: 'closePoll', value: { target } } });
    return show(context, target);
  },
};

function ask(context: Context): Promise<number> {
  const { args } = context;
  const [text = '', ...options] = args.positionals;
  if (options.length < 2) throw new UsageError('Give a question and at least two options.');
  const until = args.text('until');
  const closesAt = until === undefined ? 0 : laterTime(until);
  const poll = { options, multiple: args.flag('multiple'), anonymous: args.flag('anonymous'), closesAt };
  return send(context, { text, kind: { case: 'poll', value: poll } });
}

function send(context: Context, content: ContentInit): Promise<number> {
  return withClient(context, 'poll', async (client) => {
    const conversation = await conversationOf(context, client);
    const { seq } = await client.send({ conversation }, content).done;
    await context.output.result({ conversation, seq }, `sent as ${seq} in ${conversation}`);
    return EXIT_CODES.ok.code;
  });
}

function choicesIn(list: string): readonly number[] {
  return list
    .split(',')
    .map((each) => wholeNumber(each, '--vote', 0))
    .filter((choice) => choice > 0)
    .map((choice) => choice - 1);
}

function show(context: Context, seq: number): Promise<number> {
  return withClient(context, 'poll', async (client) => {
    const conversation = await conversationOf(context, client);
    const message = await messageAt(client, { conversation, seq });
    const kind = message?.content.kind;
    if (message === undefined || kind?.case !== 'poll')
      throw new UsageError(`${seq} in ${conversation} is no poll.`);
    const { content, state } = message;
    const mine = state?.own?.choices.map((choice) => choice + 1) ?? [];
    const lines = kind.value.options.map((option, at) => {
      const isMine = mine.includes(at + 1);
      return `${at + 1}\t${state?.poll?.votes[at] ?? 0}\t${option}${isMine ? '\tyour vote' : ''}`;
    });
    if (state?.poll?.closed === true) lines.push('closed');
    await context.output.result(
      { conversation, seq, text: content.text, ...foldedFields(message), mine },
      sanitiseLines([content.text, ...lines].join('\n')),
    );
    return EXIT_CODES.ok.code;
  });
}
