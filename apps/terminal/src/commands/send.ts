/**
 * send: one message, or one per line of stdin.
 *
 * @module
 */
import { createInterface } from 'node:readline';
import type { Client, ContentInit, SendAck, Target } from '@posthorn/client';
import { wholeNumber } from '../arguments.ts';
import type { Command, Context } from '../command.ts';
import { EXIT_CODES, UsageError } from '../exit-codes.ts';
import { textLines } from '../io.ts';
import { withClient } from '../online.ts';
import { mentionsIn } from '../mentions.ts';
import { noteDelays, unlessAborted } from '../sending.ts';

/** Most unacked messages; beyond that reading stdin waits. */
const MAX_PENDING = 500;

export const sendCommand: Command = {
  name: 'send',
  summary: 'Send a message, and learn that it is safe.',
  usages: [
    '(--to NAME | --group ID) TEXT',
    '(--to NAME | --group ID) --stdin',
    '(--to NAME | --group ID) --file PATH… [--alt WORDS…] [TEXT]',
  ],
  options: {
    to: { type: 'string', placeholder: 'NAME', description: 'A user, by name or number.' },
    group: { type: 'string', placeholder: 'ID', description: 'A group, or any conversation, by number.' },
    stdin: {
      type: 'boolean',
      description:
        'Send each line of stdin as a message, except blank ones; print one answer per message, in order.',
    },
    file: {
      type: 'string',
      placeholder: 'PATH',
      isRepeatable: true,
      description:
        'Upload this file and send it along; several are given by several --file. An upload that was cut off goes on when the command runs again.',
    },
    alt: {
      type: 'string',
      placeholder: 'WORDS',
      isRepeatable: true,
      description: 'What is to be seen in a picture; the first --alt belongs to the first --file, and so on.',
    },
    voice: { type: 'boolean', description: 'The files are voice messages.' },
    'reply-to': {
      type: 'string',
      placeholder: 'N',
      description: 'The number of the message that this answers.',
    },
    thread: { type: 'string', placeholder: 'N', description: 'Say it in the thread of this message.' },
    'client-id': {
      type: 'string',
      placeholder: 'ID',
      description: 'Your own id for the message. Sending again with the same id has no effect.',
    },
  },
  positionals: [0, Number.MAX_SAFE_INTEGER],
  async run(context) {
    const { args } = context;
    const target = targetOf(context);
    const isStream = args.flag('stdin');
    const text = args.positionals.join(' ');
    const paths = args.all('file');
    if (paths.length > 0 && !isStream) {
      const { sendFiles } = await import('../files/send-files.ts');
      return sendFiles(context, { target, paths, contentOf: (client) => contentOf(args, client, text) });
    }
    if (isStream === (text !== '') || paths.length > 0) {
      throw new UsageError('Give either a text or --stdin; a --file may have a text.');
    }
    return withClient(context, 'send', (client) => {
      noteDelays(context, client);
      return isStream ? sendLines(context, client, target) : sendOne(context, client, { target, text });
    });
  },
};

function targetOf({ args }: Context): Target {
  const [to, group] = [args.text('to'), args.text('group')];
  if ((to === undefined) === (group === undefined))
    throw new UsageError('Say where to: --to NAME or --group ID.');
  if (group !== undefined) return { conversation: wholeNumber(group, '--group', 1) };
  return { to: /^\d+$/.test(to ?? '') ? Number(to) : (to ?? '') };
}

async function sendOne(
  { args, output, io }: Context,
  client: Client,
  { target, text }: { readonly target: Target; readonly text: string },
): Promise<number> {
  const clientId = args.text('client-id');
  const content = await contentOf(args, client, text);
  const { done } = client.send(target, content, clientId === undefined ? {} : { clientId });
  await answer(output, await unlessAborted(io.signal, done));
  return EXIT_CODES.ok.code;
}

async function sendLines({ args, io, output }: Context, client: Client, target: Target): Promise<number> {
  let exitCode: number = EXIT_CODES.ok.code;
  const pending: Promise<void>[] = [];
  // Prints answers in the order of the lines, whatever the order of the acks.
  let answered = Promise.resolve();
  for await (const line of textLines(createInterface({ input: io.stdin, crlfDelay: Infinity }))) {
    if (io.signal.aborted) break;
    if (line === '') continue;
    const { clientId, done } = client.send(target, await contentOf(args, client, line));
    answered = answered.then(async () => {
      try {
        await answer(output, await done);
      } catch (error) {
        exitCode = EXIT_CODES.refused.code;
        output.error(error, { clientId });
      }
    });
    pending.push(answered);
    if (pending.length >= MAX_PENDING) await pending.shift();
  }
  await unlessAborted(io.signal, answered);
  return exitCode;
}

async function contentOf(args: Context['args'], client: Client, text: string): Promise<ContentInit> {
  const [replyTo = 0, thread = 0] = [args.number('reply-to', 1), args.number('thread', 1)];
  return { text, replyTo, thread, ...(await mentionsIn(client, text)) };
}

function answer(output: Context['output'], { conversation, seq, clientId }: SendAck): Promise<void> {
  return output.result({ conversation, seq, clientId }, `sent as ${seq} in ${conversation}`);
}
