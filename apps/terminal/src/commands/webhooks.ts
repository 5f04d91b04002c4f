/**
 * webhooks: has what happens posted to other servers, and shows what becomes of it.
 *
 * @module
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Client, Delivery, Webhook } from '@posthorn/client';
import { wholeNumber } from '../arguments.ts';
import type { Arguments, Context } from '../command.ts';
import { counted } from '../counted.ts';
import { UsageError } from '../exit-codes.ts';
import { pages } from '../pages.ts';
import { sanitiseLine } from '../sanitise.ts';
import { verbCommand } from '../verbs.ts';

const PAGE = 200;
const TAIL_MS = 500;
/** How many ids tail looks back: an attempt may be committed after one with a higher id. */
const OVERLAP = 200;

export const webhooksCommand = verbCommand(
  {
    name: 'webhooks',
    summary:
      'Have what happens posted to other servers: signed, in order, at least once. For administrators.',
    options: {
      url: {
        type: 'string',
        placeholder: 'URL',
        description: 'Where to: https, or what --webhook-allow allows.',
      },
      events: {
        type: 'string',
        placeholder: 'TYPE,…',
        description: 'Types of events: message.created; message.* for all that begin so; * for all.',
      },
      conversations: {
        type: 'string',
        placeholder: 'ID,…',
        description: 'Only these conversations, by number. Default: all, direct ones too.',
      },
      'no-direct': { type: 'boolean', description: 'No direct conversations.' },
      direct: { type: 'boolean', description: 'Direct conversations too.' },
      batch: {
        type: 'string',
        placeholder: 'N',
        description:
          'Up to N events of a conversation in one request, as an array. 0: one event, as an object.',
      },
      description: { type: 'string', placeholder: 'TEXT', description: 'What it is for.' },
      overlap: {
        type: 'string',
        placeholder: 'HOURS',
        description: 'How long the old secret counts too; default 24, at most 168.',
      },
      from: {
        type: 'string',
        placeholder: 'POSITION',
        description: 'Everything from this position on, in order.',
      },
      dead: { type: 'boolean', description: 'Dead letters: those at these positions, or all.' },
      limit: { type: 'string', placeholder: 'N', description: 'Begin with the last N attempts; default 10.' },
    },
    positionals: [1, 502],
  },
  {
    add: {
      usage:
        'add --url URL --events TYPE,… [--conversations ID,…] [--no-direct] [--batch N] [--description TEXT]',
      run: add,
    },
    list: { usage: 'list', run: list },
    show: { usage: 'show ID', run: show },
    change: {
      usage:
        'change ID [--url URL] [--events TYPE,…] [--conversations ID,…|all] [--direct|--no-direct] [--batch N] [--description TEXT]',
      run: change,
    },
    pause: { usage: 'pause ID', run: (...given) => setPaused(true, ...given) },
    resume: { usage: 'resume ID', run: (...given) => setPaused(false, ...given) },
    rotate: { usage: 'rotate ID [--overlap HOURS]', run: rotate },
    replay: { usage: 'replay ID --from POSITION | --dead [POSITION…]', run: replay },
    dead: { usage: 'dead ID', run: dead },
    tail: { usage: 'tail ID [--limit N]', run: tail },
    remove: { usage: 'remove ID', run: remove },
  },
);

async function add(context: Context, client: Client): Promise<void> {
  const { args } = context;
  const url = args.text('url');
  const events = listOf(args, 'events');
  if (url === undefined || events.length === 0)
    throw new UsageError('Say where to and what: --url URL --events message.created.');
  const made = await client.call('addWebhook', {
    url,
    events,
    conversations: numbersOf(args),
    noDirect: args.flag('no-direct'),
    batch: args.number('batch', 0) ?? 0,
    description: args.text('description') ?? '',
  });
  const secret = `Secret, shown only now: ${made.secret}`;
  await context.output.result(made, [lineOf(made), secret]);
}

async function list(context: Context, client: Client): Promise<void> {
  for (const webhook of (await client.call('listWebhooks', {})).webhooks) await print(context, webhook);
}

async function show(context: Context, client: Client, [id]: readonly string[]): Promise<void> {
  await print(context, await client.call('getWebhook', { webhook: idOf(id) }));
}

async function change(context: Context, client: Client, [id]: readonly string[]): Promise<void> {
  const { args } = context;
  const url = args.text('url');
  const description = args.text('description');
  const batch = args.number('batch', 0);
  const isAll = args.text('conversations') === 'all';
  const direct = args.flag('direct') ? false : args.flag('no-direct') ? true : undefined;
  const changed = await client.call('changeWebhook', {
    webhook: idOf(id),
    events: listOf(args, 'events'),
    conversations: isAll ? [] : numbersOf(args),
    allConversations: isAll,
    ...(url !== undefined && { url }),
    ...(description !== undefined && { description }),
    ...(batch !== undefined && { batch }),
    ...(direct !== undefined && { noDirect: direct }),
  });
  await print(context, changed);
}

async function setPaused(
  paused: boolean,
  context: Context,
  client: Client,
  [id]: readonly string[],
): Promise<void> {
  await print(context, await client.call('changeWebhook', { webhook: idOf(id), paused }));
}

async function rotate(context: Context, client: Client, [id]: readonly string[]): Promise<void> {
  const hours = context.args.number('overlap', 0);
  const rotated = await client.call('rotateWebhookSecret', {
    webhook: idOf(id),
    ...(hours !== undefined && { overlapMs: hours * 3_600_000 }),
  });
  await context.output.result(rotated, `New secret, shown only now: ${rotated.secret}`);
}

async function replay(context: Context, client: Client, [id, ...rest]: readonly string[]): Promise<void> {
  const { args } = context;
  const webhook = idOf(id);
  const from = args.number('from', 0);
  const positions = rest.map((text) => wholeNumber(text, 'A position', 1));
  const isDead = args.flag('dead');
  if ((from !== undefined) === isDead || (positions.length > 0 && !isDead))
    throw new UsageError('Say either --from POSITION, or --dead.');
  const dead = isDead && positions.length === 0;
  // Positions begin at 1.
  const start = from === undefined ? {} : { from: Math.max(from, 1) };
  await print(context, await client.call('replayWebhook', { webhook, ...start, positions, dead }));
}

async function dead(context: Context, client: Client, [id]: readonly string[]): Promise<void> {
  const webhook = idOf(id);
  const read = (cursor: string) => client.call('listDeadLetters', { webhook, cursor, limit: PAGE });
  for await (const { deliveries } of pages(read))
    for (const each of deliveries) await context.output.result(each, attemptLine(each));
}

async function remove(context: Context, client: Client, [id]: readonly string[]): Promise<void> {
  const webhook = idOf(id);
  await client.call('removeWebhook', { webhook });
  await context.output.result({ id: webhook, removed: true }, `The webhook ${webhook} is removed.`);
}

/** Prints attempts as they are made, until the command is interrupted. */
async function tail(context: Context, client: Client, [id]: readonly string[]): Promise<void> {
  const webhook = idOf(id);
  const limit = context.args.number('limit', 1) ?? 10;
  const { deliveries } = await client.call('listDeliveries', { webhook, limit: Math.min(limit, PAGE) });
  for (const each of deliveries) await context.output.result(each, attemptLine(each));
  const first = deliveries[0]?.id ?? 0;
  let recent = deliveries.map((each) => each.id);
  for (;;) {
    await pause(TAIL_MS, undefined, { signal: context.io.signal });
    const after = Math.max(first, 1, Math.max(0, ...recent) - OVERLAP);
    const added = await attemptsAfter(client, webhook, after, new Set(recent));
    for (const each of added) await context.output.result(each, attemptLine(each));
    recent = [...recent, ...added.map((each) => each.id)].filter((each) => each > after);
  }
}

async function attemptsAfter(
  client: Client,
  webhook: number,
  from: number,
  known: ReadonlySet<number>,
): Promise<readonly Delivery[]> {
  const found: Delivery[] = [];
  for (let after: number | undefined = from; after !== undefined;) {
    const { deliveries }: { readonly deliveries: readonly Delivery[] } = await client.call('listDeliveries', {
      webhook,
      after,
      limit: PAGE,
    });
    found.push(...deliveries.filter((each) => !known.has(each.id)));
    after = deliveries.length < PAGE ? undefined : deliveries.at(-1)?.id;
  }
  return found;
}

function print({ output }: Context, webhook: Webhook): Promise<void> {
  return output.result(webhook, lineOf(webhook));
}

function lineOf(webhook: Webhook): string {
  const { id, url, events, conversations, noDirect, state, trouble, waiting, deadLetters } = webhook;
  const where = conversations.length > 0 ? conversations.join(',') : noDirect ? 'no direct ones' : 'all';
  const facts = [
    waiting > 0 && `waits in ${counted(waiting, 'conversation')}`,
    deadLetters > 0 && counted(deadLetters, 'dead letter'),
    trouble !== '' && trouble,
  ].filter((each) => each !== false);
  return [id, state, url, events.join(','), where, facts.join('; ')]
    .map((each) => sanitiseLine(String(each)))
    .join('\t')
    .trimEnd();
}

function attemptLine({
  position,
  conversation,
  seq,
  time,
  status,
  tookMs,
  trouble,
  tries,
  events,
}: Delivery): string {
  const result = trouble === '' ? `${status}` : `failed: ${trouble}`;
  const cells = [
    new Date(time).toISOString(),
    `position ${position}`,
    conversation === 0 ? '–' : `${conversation}/${seq}`,
    ...(events > 1 ? [`${events} events`] : []),
    result,
    `${tookMs} ms`,
    ...(tries > 1 ? [`try ${tries}`] : []),
  ];
  return cells.map(sanitiseLine).join('\t');
}

function idOf(text: string | undefined): number {
  if (text === undefined)
    throw new UsageError('Say which webhook: "posthorn webhooks list" has their numbers.');
  return wholeNumber(text, 'A webhook', 1);
}

function listOf(args: Arguments, name: string): readonly string[] {
  return (args.text(name) ?? '')
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '');
}

function numbersOf(args: Arguments): readonly number[] {
  return listOf(args, 'conversations').map((each) => wholeNumber(each, '--conversations', 1));
}
