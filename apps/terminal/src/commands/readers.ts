/**
 * readers: who has read a message.
 *
 * @module
 */
import type { Command } from '../command.ts';
import { EXIT_CODES, UsageError } from '../exit-codes.ts';
import { withClient } from '../online.ts';
import { sanitiseLine } from '../sanitise.ts';
import { conversationOf, WHERE, WHERE_OPTIONS } from '../which-conversation.ts';

export const readersCommand: Command = {
  name: 'readers',
  summary: 'Show who has read a message: by name in groups of up to 200 members, as a number elsewhere.',
  usages: [`${WHERE} --seq N`],
  options: {
    ...WHERE_OPTIONS,
    seq: { type: 'string', placeholder: 'N', description: 'The number of the message.' },
  },
  positionals: [0, 0],
  async run(context) {
    const { args, output } = context;
    const seq = args.number('seq', 1);
    if (seq === undefined) throw new UsageError('Say which message: --seq N.');
    return withClient(context, 'readers', async (client) => {
      const conversation = await conversationOf(context, client);
      const { count, of, users } = await client.call('listReaders', { conversation, seq });
      const names = users.map(({ name }) => name);
      const sum = of === 0 ? `read by ${count}` : `read by ${count} of ${of}`;
      await output.result({ conversation, seq, count, of, users: names }, [sum, ...names.map(sanitiseLine)]);
      return EXIT_CODES.ok.code;
    });
  },
};
