/**
 * history: messages, oldest first.
 *
 * @module
 */
import { entryTarget } from '@posthorn/client';
import type { Client, HistoryPage, Incoming } from '@posthorn/client';
import type { Command, Context } from '../command.ts';
import { describeEvent } from '../describe-event.ts';
import { EXIT_CODES, UsageError } from '../exit-codes.ts';
import { foldedFields, foldedMarks, wordsOf } from '../message-line.ts';
import { isBotUser, originOf, speaker, userName, withClient } from '../online.ts';
import { sanitiseLines } from '../sanitise.ts';
import { threadPage } from '../thread-page.ts';
import { stampOf } from '../times.ts';
import { conversationOf, WHERE, WHERE_OPTIONS } from '../which-conversation.ts';

const DEFAULT_LIMIT = 50;
/** Messages per request. */
const PAGE = 200;

export const historyCommand: Command = {
  name: 'history',
  summary: 'Print messages of one conversation, oldest first.',
  usages: [`${WHERE} [--thread N] [--limit N] [--before SEQ | --after SEQ] [--utc]`],
  options: {
    ...WHERE_OPTIONS,
    thread: {
      type: 'string',
      placeholder: 'N',
      description: 'What was said in the thread of this message, instead of the conversation.',
    },
    limit: { type: 'string', placeholder: 'N', description: `Print at most N; default ${DEFAULT_LIMIT}.` },
    before: { type: 'string', placeholder: 'SEQ', description: 'The last messages before this number.' },
    after: { type: 'string', placeholder: 'SEQ', description: 'The first messages after this number.' },
    utc: { type: 'boolean', description: 'Print times in UTC. Otherwise they are local, with the offset.' },
  },
  positionals: [0, 0],
  async run(context) {
    const { args } = context;
    const limit = args.number('limit', 1) ?? DEFAULT_LIMIT;
    const [before, after] = [args.number('before', 1), args.number('after', 0)];
    if (before !== undefined && after !== undefined)
      throw new UsageError('Give --before or --after, not both.');
    const thread = args.number('thread', 1) ?? 0;
    return withClient(context, 'history', async (client) => {
      const place = { conversation: await conversationOf(context, client), thread };
      const messages =
        after === undefined
          ? await backward(client, place, { before: before ?? 0, limit })
          : await forward(client, place, { after, limit });
      for (const message of messages) await print(context, client, message);
      return EXIT_CODES.ok.code;
    });
  },
};

/** `thread`: seq of the message whose thread is meant; 0: the conversation itself. */
interface Place {
  readonly conversation: number;
  readonly thread: number;
}

async function backward(
  client: Client,
  place: Place,
  { before, limit }: { readonly before: number; readonly limit: number },
): Promise<readonly Incoming[]> {
  let found: readonly Incoming[] = [];
  for (let next = before; found.length < limit;) {
    const page = await pageOf(client, place, { before: next, limit: PAGE });
    found = [...page.filter((message) => hasLine(message, place)), ...found].slice(-limit);
    const [first] = page;
    if (first === undefined || first.seq === 1) break;
    next = first.seq;
  }
  return found;
}

async function forward(
  client: Client,
  place: Place,
  { after, limit }: { readonly after: number; readonly limit: number },
): Promise<readonly Incoming[]> {
  const found: Incoming[] = [];
  for (let next = after; found.length < limit;) {
    const page = await pageOf(client, place, { after: next, limit: PAGE });
    found.push(...page.filter((message) => hasLine(message, place)).slice(0, limit - found.length));
    const last = page.at(-1);
    if (last === undefined) break;
    next = last.seq;
  }
  return found;
}

function pageOf(
  client: Client,
  { conversation, thread }: Place,
  page: HistoryPage,
): Promise<readonly Incoming[]> {
  if (thread === 0) return client.history(conversation, page);
  return threadPage(client, { conversation, seq: thread, page });
}

/** Entries are seen on the message that they change, and what is said in a thread is seen there. */
function hasLine({ content: { kind, thread } }: Incoming, place: Place): boolean {
  return thread === place.thread && entryTarget({ kind }) === 0;
}

async function print({ args, output }: Context, client: Client, message: Incoming): Promise<void> {
  const { conversation, seq, sender, time, content } = message;
  const from = await speaker(client, message);
  const origin = content.forward === undefined ? undefined : await originOf(client, content.forward.user);
  const isBot = await isBotUser(client, sender);
  const value = {
    conversation,
    seq,
    from,
    ...(isBot && { bot: true }),
    text: wordsOf(message),
    time,
    ...(origin !== undefined && { forwardedFrom: origin }),
    ...foldedFields(message),
  };
  const at = stampOf(time, { isUtc: args.flag('utc') });
  if (content.kind?.case === 'event') {
    const text = await describeEvent(content.kind.value, from, (id) => userName(client, id));
    await output.result({ ...value, event: content.kind.value }, sanitiseLines(`${at} * ${text}`));
  } else {
    const notes = [
      ...(isBot ? ['bot'] : []),
      ...(origin === undefined ? [] : [`forwarded from ${origin}`]),
      ...(content.replyTo === 0 ? [] : [`to ${content.replyTo}`]),
    ];
    const who = notes.length === 0 ? from : `${from} (${notes.join(', ')})`;
    const said = [wordsOf(message), ...foldedMarks(message)].filter((part) => part !== '').join(' ');
    await output.result(value, sanitiseLines(`${at} ${who}: ${said}`));
  }
}
