/**
 * forward: messages said again elsewhere.
 *
 * @module
 */
import type { Client } from '@posthorn/client';
import { wholeNumber } from '../arguments.ts';
import type { Command, Context } from '../command.ts';
import { EXIT_CODES, UsageError } from '../exit-codes.ts';
import { userId, withClient } from '../online.ts';
import { conversationOf, WHERE } from '../which-conversation.ts';

export const forwardCommand: Command = {
  name: 'forward',
  summary: 'Say messages again in another conversation, with who said them.',
  usages: [`${WHERE} (--to NAME | --to-group ID) SEQ …`],
  options: {
    with: {
      type: 'string',
      placeholder: 'NAME',
      description: 'From the direct conversation with this user.',
    },
    group: {
      type: 'string',
      placeholder: 'ID',
      description: 'From a group, or any conversation, by number.',
    },
    to: { type: 'string', placeholder: 'NAME', description: 'To this user.' },
    'to-group': {
      type: 'string',
      placeholder: 'ID',
      description: 'To a group, or any conversation, by number.',
    },
  },
  positionals: [1, 100],
  async run(context) {
    const { args, output } = context;
    const seqs = args.positionals.map((seq) => wholeNumber(seq, 'SEQ', 1));
    return withClient(context, 'forward', async (client) => {
      const conversation = await conversationOf(context, client);
      const target = await targetOf(context, client);
      const clientId = crypto.randomUUID();
      const done = await client.call('forwardMessages', { conversation, seqs, target, clientId });
      await output.result(done, `forwarded to ${done.conversation}: ${done.seqs.join(', ')}`);
      return EXIT_CODES.ok.code;
    });
  },
};

async function targetOf({ args }: Context, client: Client) {
  const [user, group] = [args.text('to'), args.number('to-group', 1)];
  if ((user === undefined) === (group === undefined))
    throw new UsageError('Say where to: --to NAME or --to-group ID.');
  if (group !== undefined) return { case: 'toConversation', value: group } as const;
  return { case: 'to', value: await userId(client, user ?? '') } as const;
}
