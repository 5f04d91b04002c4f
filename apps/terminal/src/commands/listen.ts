/**
 * listen: prints every message of every conversation as it arrives.
 *
 * @module
 */
import { entryTarget } from '@posthorn/client';
import type { Client, Ephemeral, Incoming } from '@posthorn/client';
import { connect } from '@posthorn/client/node';
import { componentFields, componentLines, editFields, ephemeralFields } from '../bots/components.ts';
import type { Command, Context } from '../command.ts';
import { credentialsOf, deviceLabel, SOFTWARE } from '../credentials.ts';
import type { OwnCredentials } from '../credentials.ts';
import { describeEvent } from '../describe-event.ts';
import { deviceStorage } from '../device-storage.ts';
import { EXIT_CODES } from '../exit-codes.ts';
import { attachmentFields, attachmentWords } from '../files/attachment-line.ts';
import { isBotUser, online, speaker, userName } from '../online.ts';
import { withCode } from '../second-factor.ts';

export const listenCommand: Command = {
  name: 'listen',
  summary: 'Print messages as they come, one line each, reconnecting for ever.',
  usages: ['[--from-start] [--count N] [--events] [--state DIR]'],
  options: {
    'from-start': { type: 'boolean', description: 'Start with the first message that you may read.' },
    count: { type: 'string', placeholder: 'N', description: 'Stop after N messages.' },
    events: {
      type: 'boolean',
      description: 'Print events too: who joined, left, edited, reacted, …, and what bots show to you alone.',
    },
    state: {
      type: 'string',
      placeholder: 'DIR',
      description: 'Remember in this directory what was printed, and continue there next time.',
    },
  },
  positionals: [0, 0],
  async run(context) {
    const credentials = credentialsOf(context.args, context.io.env);
    if ('password' in credentials)
      await withCode(context, credentials, (code) =>
        listenAs(context, { ...credentials, secondFactor: () => code }),
      );
    else await listenAs(context, credentials);
    return EXIT_CODES.ok.code;
  },
};

async function listenAs(context: Context, credentials: OwnCredentials): Promise<void> {
  const { args, output } = context;
  const count = args.number('count', 1) ?? Number.POSITIVE_INFINITY;
  const state = args.text('state');
  const client = await connect(credentials, {
    device: { class: 'bot', label: deviceLabel('listen') },
    start: args.flag('from-start') ? 'start' : 'now',
    software: SOFTWARE,
    ...(state !== undefined && { storage: await deviceStorage(state) }),
  });
  client.on('error', (error) => output.error(error));
  try {
    await listen(context, client, count);
  } finally {
    if (state === undefined && 'password' in credentials && client.state.name === 'online') {
      await client.call('logout', {}).catch(() => {});
    }
    await client.close();
  }
}

/** Resolves after `count` messages, or when interrupted. Rejects if the server refuses us for good. */
async function listen({ args, io, output }: Context, client: Client, count: number): Promise<void> {
  const { promise: ended, resolve, reject } = Promise.withResolvers<void>();
  let left = count;
  const show = async (print: () => Promise<void>): Promise<void> => {
    if (left === 0) return;
    left -= 1;
    await print();
    if (left === 0) resolve();
  };
  client.on('message', async (message) => {
    const { kind } = message.content;
    const isMessage = kind?.case !== 'event' && entryTarget({ kind }) === 0;
    if (isMessage || args.flag('events')) await show(() => print(output, client, message));
  });
  client.on('push', async (push) => {
    if (push.case !== 'ephemeral' || !args.flag('events')) return;
    await show(() => printEphemeral(output, client, push.value));
  });
  client.on('state', (state) => {
    if (state.name === 'closed' && state.error !== undefined) reject(state.error);
    else if (state.name === 'connecting' && state.attempt === 1 && state.error !== undefined)
      output.note(`${state.error.message}; trying again …`);
  });
  io.signal.addEventListener('abort', () => resolve(), { once: true });
  online(client).catch(reject);
  await ended;
}

async function print(output: Context['output'], client: Client, message: Incoming): Promise<void> {
  const { conversation, seq, sender, content } = message;
  const from = await speaker(client, message);
  const isBot = await isBotUser(client, sender);
  const value = {
    conversation,
    seq,
    from,
    ...(isBot && { bot: true }),
    text: content.text,
    ...attachmentFields(content.attachments),
    ...componentFields(content.components),
  };
  if (content.kind?.case === 'event') {
    const text = await describeEvent(content.kind.value, from, (id) => userName(client, id));
    await output.result({ ...value, event: content.kind.value }, `${conversation}/${seq} * ${text}`);
  } else if (content.kind !== undefined && 'target' in content.kind.value) {
    const { case: entry, value: change } = content.kind;
    await output.result(
      { ...value, [entry]: entry === 'edit' ? editFields(change) : change },
      `${conversation}/${seq} ${from}: ${entry} of ${change.target}`,
    );
  } else {
    const parts = [
      content.text,
      ...content.attachments.map(attachmentWords),
      ...componentLines(content.components),
    ];
    const said = parts.filter((part) => part !== '').join(' ');
    await output.result(value, `${conversation}/${seq} ${from}${isBot ? ' (bot)' : ''}: ${said}`);
  }
}

/** What a bot shows to the user alone. It has no number, and comes again when it changes. */
async function printEphemeral(output: Context['output'], client: Client, message: Ephemeral): Promise<void> {
  const { conversation } = message;
  const from = await userName(client, message.from);
  const said = [message.text, ...componentLines(message.components)].join(' ');
  await output.result(
    { conversation, from, bot: true, ...ephemeralFields(message) },
    `${conversation} ${from} (bot; only you see this): ${said}`,
  );
}
