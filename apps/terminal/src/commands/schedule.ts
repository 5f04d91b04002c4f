/**
 * schedule: a message that the server sends later.
 *
 * @module
 */
import { decodeContent, errorName } from '@posthorn/protocol';
import type { Scheduled } from '@posthorn/client';
import { laterTime } from '../arguments.ts';
import type { Command, Context } from '../command.ts';
import { EXIT_CODES, UsageError } from '../exit-codes.ts';
import { mentionsIn } from '../mentions.ts';
import { withClient } from '../online.ts';
import { pages } from '../pages.ts';
import { sanitiseLines } from '../sanitise.ts';
import { stampOf } from '../times.ts';
import { conversationOf, WHERE, WHERE_OPTIONS } from '../which-conversation.ts';

export const scheduleCommand: Command = {
  name: 'schedule',
  summary: 'Let the server send a message later, and see or cancel what it will send.',
  usages: [`${WHERE} --at TIME TEXT`, '--list [--utc]', '--cancel ID'],
  options: {
    ...WHERE_OPTIONS,
    at: {
      type: 'string',
      placeholder: 'TIME',
      description:
        'When to send it: 2026-12-24T18:00, which is local, or with Z or an offset; or +10m, +2h, +1d.',
    },
    list: { type: 'boolean', description: 'Print what is to be sent later, and what could not be sent.' },
    cancel: { type: 'string', placeholder: 'ID', description: 'Never send this one.' },
    utc: { type: 'boolean', description: 'Print times in UTC. Otherwise they are local, with the offset.' },
  },
  positionals: [0, Number.MAX_SAFE_INTEGER],
  async run(context) {
    const { args } = context;
    const text = args.positionals.join(' ');
    const cancelled = args.number('cancel', 1);
    const ways = [text !== '', args.flag('list'), cancelled !== undefined];
    if (ways.filter(Boolean).length !== 1) throw new UsageError('Give a text, --list or --cancel ID.');
    if (args.flag('list')) return list(context);
    return cancelled === undefined ? schedule(context, text) : cancel(context, cancelled);
  },
};

async function schedule(context: Context, text: string): Promise<number> {
  const { args, output } = context;
  const given = args.text('at');
  if (given === undefined) throw new UsageError('Say when: --at TIME.');
  const at = laterTime(given);
  return withClient(context, 'schedule', async (client) => {
    const conversation = await conversationOf(context, client);
    const target = { case: 'conversation', value: conversation } as const;
    const clientId = crypto.randomUUID();
    const content = { text, ...(await mentionsIn(client, text)) };
    const made = await client.call('schedule', { target, at, clientId, content });
    await output.result(shown(made), `${made.id} is sent at ${stampOf(at, { isUtc: args.flag('utc') })}`);
    return EXIT_CODES.ok.code;
  });
}

function cancel(context: Context, scheduled: number): Promise<number> {
  return withClient(context, 'schedule', async (client) => {
    await client.call('changeScheduled', { scheduled, cancel: true });
    await context.output.result({ cancelled: scheduled }, `${scheduled} is not sent`);
    return EXIT_CODES.ok.code;
  });
}

function list(context: Context): Promise<number> {
  return withClient(context, 'schedule', async (client) => {
    const read = (cursor: string) => client.call('listScheduled', { cursor });
    for await (const { scheduled } of pages(read)) for (const each of scheduled) await print(context, each);
    return EXIT_CODES.ok.code;
  });
}

function print({ args, output }: Context, scheduled: Scheduled): Promise<void> {
  const value = shown(scheduled);
  const { id, conversation, at, refused, waiting, text } = value;
  const trouble =
    refused !== undefined ? `\tnot sent: ${refused}` : waiting !== undefined ? `\twaits: ${waiting}` : '';
  const stamp = stampOf(at, { isUtc: args.flag('utc') });
  return output.result(value, sanitiseLines(`${id}\t${stamp}\t${conversation}\t${text}${trouble}`));
}

function shown({ id, conversation, at, content, refused, waiting }: Scheduled) {
  const { text } = decodeContent(content);
  return {
    id,
    conversation,
    at,
    text,
    ...(refused !== 0 && { refused: errorName(refused) }),
    ...(waiting !== 0 && { waiting: errorName(waiting) }),
  };
}
