/**
 * edit, recall, react, pin: change a message that was sent.
 *
 * @module
 */
import type { Client, ContentInit } from '@posthorn/client';
import { mentionsIn } from '../mentions.ts';
import type { Command, Context } from '../command.ts';
import { EXIT_CODES, UsageError } from '../exit-codes.ts';
import { withClient } from '../online.ts';
import { conversationOf, WHERE, WHERE_OPTIONS } from '../which-conversation.ts';

type Kind = NonNullable<ContentInit['kind']>;

const WHICH: Command['options'] = {
  ...WHERE_OPTIONS,
  seq: { type: 'string', placeholder: 'N', description: 'The number of the message.' },
};
const MESSAGE = `${WHERE} --seq N`;

export const editCommand: Command = {
  name: 'edit',
  summary: 'Change what you have said.',
  usages: [`${MESSAGE} TEXT`],
  options: WHICH,
  positionals: [1, Number.MAX_SAFE_INTEGER],
  run: (context) => {
    const text = context.args.positionals.join(' ');
    return sendEntry(context, ['edit', 'edited'], async (target, client) => ({
      case: 'edit',
      value: { target, text, ...(await mentionsIn(client, text)) },
    }));
  },
};

export const recallCommand: Command = {
  name: 'recall',
  summary: 'Take back what you have said; its words are erased everywhere.',
  usages: [MESSAGE],
  options: WHICH,
  positionals: [0, 0],
  run: (context) =>
    sendEntry(context, ['recall', 'recalled'], (target) => ({ case: 'recall', value: { target } })),
};

export const reactCommand: Command = {
  name: 'react',
  summary: 'Give an emoji to a message, or take it back.',
  usages: [`${MESSAGE} EMOJI [--remove]`],
  options: { ...WHICH, remove: { type: 'boolean', description: 'Take it back.' } },
  positionals: [1, 1],
  run: (context) => {
    const [emoji = ''] = context.args.positionals;
    const remove = context.args.flag('remove');
    const done = remove ? 'reaction taken back' : 'reacted';
    return sendEntry(context, ['react', done], (target) => ({
      case: 'reaction',
      value: { target, emoji, remove },
    }));
  },
};

export const pinCommand: Command = {
  name: 'pin',
  summary: 'Pin a message for everybody in the conversation, or unpin it.',
  usages: [`${MESSAGE} [--remove]`],
  options: { ...WHICH, remove: { type: 'boolean', description: 'Unpin it.' } },
  positionals: [0, 0],
  run: (context) => {
    const remove = context.args.flag('remove');
    return sendEntry(context, ['pin', remove ? 'unpinned' : 'pinned'], (target) => ({
      case: 'pin',
      value: { target, remove },
    }));
  },
};

/** Sends an entry, and prints its own place. `done`: what it has done to its target. */
async function sendEntry(
  context: Context,
  [command, done]: readonly [command: string, done: string],
  kind: (target: number, client: Client) => Kind | Promise<Kind>,
): Promise<number> {
  const { args, output } = context;
  const target = args.number('seq', 1);
  if (target === undefined) throw new UsageError('Say which message: --seq N.');
  return withClient(context, command, async (client) => {
    const conversation = await conversationOf(context, client);
    const { seq } = await client.send({ conversation }, { kind: await kind(target, client) }).done;
    await output.result({ conversation, seq }, `${target} in ${conversation} ${done}, by ${seq}`);
    return EXIT_CODES.ok.code;
  });
}
