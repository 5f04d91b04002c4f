/**
 * incoming: URLs that post into a group.
 *
 * @module
 */
import { restUrl } from '@posthorn/client';
import type { Client } from '@posthorn/client';
import type { IncomingWebhook } from '@posthorn/protocol';
import { wholeNumber } from '../arguments.ts';
import type { Context } from '../command.ts';
import { credentialsOf } from '../credentials.ts';
import { UsageError } from '../exit-codes.ts';
import { sanitiseLine } from '../sanitise.ts';
import { stampOf } from '../times.ts';
import { verbCommand } from '../verbs.ts';

const OPTIONS = '[--name NAME] [--picture URL] [--fixed|--not-fixed] [--rate N]';

export const incomingCommand = verbCommand(
  {
    name: 'incoming',
    summary:
      'Make URLs that post into a group, as those of Slack and Mattermost do. For admins of the group.',
    options: {
      name: { type: 'string', placeholder: 'NAME', description: 'What its messages are shown as from.' },
      picture: { type: 'string', placeholder: 'URL', description: 'A picture; empty for none.' },
      fixed: { type: 'boolean', description: 'Posts always have this name and picture, whatever they say.' },
      'not-fixed': { type: 'boolean', description: 'Posts may have names and pictures of their own.' },
      rate: { type: 'string', placeholder: 'N', description: 'Posts a minute, at most 600; default: 60.' },
      yes: { type: 'boolean', description: 'You mean it: the URL is dead at once.' },
    },
    positionals: [2, 3],
  },
  {
    add: { usage: 'add GROUP --name NAME [--picture URL] [--fixed] [--rate N]', run: add },
    list: { usage: 'list GROUP', run: list },
    change: { usage: `change GROUP ID ${OPTIONS}`, run: change },
    disable: { usage: 'disable GROUP ID', run: (...given) => setDisabled(true, ...given) },
    enable: { usage: 'enable GROUP ID', run: (...given) => setDisabled(false, ...given) },
    rotate: { usage: 'rotate GROUP ID', run: rotate },
    remove: { usage: 'remove GROUP ID --yes', run: remove },
  },
);

async function add(context: Context, client: Client, [group]: readonly string[]): Promise<void> {
  const { args } = context;
  const name = args.text('name');
  if (name === undefined) throw new UsageError('Say what its messages are from: --name NAME.');
  const { incoming } = await client.call('createIncoming', {
    conversation: groupId(group),
    name,
    avatarUrl: args.text('picture') ?? '',
    fixedName: args.flag('fixed'),
    perMinute: args.number('rate', 1) ?? 0,
  });
  await tell(context, incoming);
}

async function list({ output }: Context, client: Client, [group]: readonly string[]): Promise<void> {
  const { incoming } = await client.call('listIncoming', { conversation: groupId(group) });
  for (const each of incoming) await output.result(shown(each), lineOf(each));
}

async function change(context: Context, client: Client, given: readonly string[]): Promise<void> {
  const { args } = context;
  if (args.flag('fixed') && args.flag('not-fixed'))
    throw new UsageError('Give --fixed or --not-fixed, not both.');
  const [name, avatarUrl, perMinute] = [args.text('name'), args.text('picture'), args.number('rate', 1)];
  const { incoming } = await client.call('changeIncoming', {
    ...whichOf(given),
    ...(name !== undefined && { name }),
    ...(avatarUrl !== undefined && { avatarUrl }),
    ...((args.flag('fixed') || args.flag('not-fixed')) && { fixedName: args.flag('fixed') }),
    ...(perMinute !== undefined && { perMinute }),
  });
  await tell(context, incoming);
}

async function setDisabled(
  disabled: boolean,
  context: Context,
  client: Client,
  given: readonly string[],
): Promise<void> {
  const { incoming } = await client.call('changeIncoming', { ...whichOf(given), disabled });
  await tell(context, incoming);
}

async function rotate(context: Context, client: Client, given: readonly string[]): Promise<void> {
  const { incoming } = await client.call('rotateIncoming', whichOf(given));
  await tell(context, incoming);
}

async function remove(context: Context, client: Client, given: readonly string[]): Promise<void> {
  const which = whichOf(given);
  if (!context.args.flag('yes'))
    throw new UsageError('Whoever posts by it cannot any more: add --yes if you mean it.');
  await client.call('removeIncoming', which);
  await context.output.result({ removed: which.incoming }, `The webhook ${which.incoming} is removed.`);
}

function groupId(text: string | undefined): number {
  if (text === undefined) throw new UsageError('Say which group: "posthorn groups list" has their ids.');
  return wholeNumber(text, 'the group', 1);
}

function whichOf([group, id]: readonly string[]): {
  readonly conversation: number;
  readonly incoming: number;
} {
  const conversation = groupId(group);
  if (id === undefined)
    throw new UsageError(`Say which webhook: "posthorn incoming list ${conversation}" has their ids.`);
  return { conversation, incoming: wholeNumber(id, 'the webhook', 1) };
}

async function tell({ args, io, output }: Context, incoming: readonly IncomingWebhook[]): Promise<void> {
  const { server } = credentialsOf(args, io.env);
  for (const each of incoming) {
    const url = each.key === '' ? undefined : restUrl(server, `/v1/incoming/${each.key}`);
    if (url === undefined) await output.result(shown(each), lineOf(each));
    else await output.result({ ...shown(each), url }, [lineOf(each), `URL, shown only now: ${url}`]);
  }
}

/** The key is only in the URL. */
function shown({ key: _key, ...rest }: IncomingWebhook): Omit<IncomingWebhook, 'key'> {
  return rest;
}

function lineOf({ id, name, disabled, orphaned, fixedName, perMinute, lastUsedAt }: IncomingWebhook): string {
  const facts = [
    `${perMinute} a minute`,
    fixedName && 'fixed name',
    disabled && 'disabled',
    orphaned && 'refuses: the account that made its URL is disabled; rotate it',
    lastUsedAt === 0 ? 'never used' : `used ${stampOf(lastUsedAt)}`,
  ].filter((fact) => fact !== false);
  return `${id}\t${sanitiseLine(name)}\t${facts.join(', ')}`;
}
