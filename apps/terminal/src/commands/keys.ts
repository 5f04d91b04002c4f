/**
 * keys: bearer tokens by which programs manage the server.
 *
 * @module
 */
import type { Client, ServerKey } from '@posthorn/client';
import { wholeNumber } from '../arguments.ts';
import type { Arguments, Context } from '../command.ts';
import { UsageError } from '../exit-codes.ts';
import { userName } from '../online.ts';
import { sanitiseLine } from '../sanitise.ts';
import { spanIn } from '../times.ts';
import { verbCommand } from '../verbs.ts';

export const keysCommand = verbCommand(
  {
    name: 'keys',
    summary:
      'Make server keys, by which programs manage users and groups, and read and write as users, over REST. For administrators.',
    options: {
      name: { type: 'string', placeholder: 'NAME', description: 'What the key is for.' },
      scopes: {
        type: 'string',
        placeholder: 'SCOPE,…',
        description:
          'What it may do: users, groups, messages, read, webhooks, bots, import, audit, server; docs/rest.md says what each is.',
      },
      expires: {
        type: 'string',
        placeholder: 'TIME',
        description: 'It expires after this time, like 12h or 90d; default: never.',
      },
      rate: { type: 'string', placeholder: 'N', description: 'Requests a second; default 100.' },
      overlap: {
        type: 'string',
        placeholder: 'TIME',
        description: 'How long the secret before is good yet, like 30m or 7d; 0: no longer. Default: 24h.',
      },
    },
    positionals: [1, 2],
  },
  {
    create: { usage: 'create --name NAME --scopes SCOPE,… [--expires TIME] [--rate N]', run: create },
    list: { usage: 'list', run: list },
    show: { usage: 'show ID', run: show },
    rotate: { usage: 'rotate ID [--overlap TIME]', run: rotate },
    revoke: { usage: 'revoke ID', run: revoke },
  },
);

async function create(context: Context, client: Client): Promise<void> {
  const { args } = context;
  const name = args.text('name');
  const scopes = args
    .text('scopes')
    ?.split(',')
    .map((scope) => scope.trim());
  if (name === undefined || scopes === undefined)
    throw new UsageError('Say what the key is called and what it may do: --name NAME --scopes SCOPE,….');
  const { keys } = await client.call('createKey', {
    name,
    scopes,
    ttlMs: spanOf(args, 'expires') ?? 0,
    requestsPerSecond: args.number('rate', 1) ?? 0,
  });
  await tell(context, client, keys);
}

async function list(context: Context, client: Client): Promise<void> {
  const { keys } = await client.call('listKeys', {});
  await tell(context, client, keys);
}

async function show(context: Context, client: Client, [id]: readonly string[]): Promise<void> {
  const { keys } = await client.call('listKeys', { key: idOf(id) });
  await tell(context, client, keys);
}

async function rotate(context: Context, client: Client, [id]: readonly string[]): Promise<void> {
  const overlapMs = spanOf(context.args, 'overlap');
  const request = { key: idOf(id), overlapMs: overlapMs ?? 0, atOnce: overlapMs === 0 };
  const { keys } = await client.call('rotateKey', request);
  await tell(context, client, keys);
}

async function revoke({ output }: Context, client: Client, [id]: readonly string[]): Promise<void> {
  const key = idOf(id);
  await client.call('revokeKey', { key });
  await output.result({ revoked: key }, 'Done.');
}

function idOf(id: string | undefined): number {
  if (id === undefined) throw new UsageError('Say which key: "posthorn keys list" has their numbers.');
  return wholeNumber(id, 'ID', 1);
}

async function tell({ output }: Context, client: Client, keys: readonly ServerKey[]): Promise<void> {
  for (const { key, ...facts } of keys) {
    const line = output.isJson ? '' : await lineOf(client, facts);
    if (key === '') await output.result(facts, line);
    else await output.result({ ...facts, key }, [line, `Key, shown only now: ${key}`]);
  }
}

async function lineOf(
  client: Client,
  { id, name, scopes, createdBy, orphaned, lastUsedAt, expiresAt, overlapUntil }: Omit<ServerKey, 'key'>,
): Promise<string> {
  const maker = `by ${await userName(client, createdBy)}${orphaned ? ', no administrator now' : ''}`;
  const facts = [
    maker,
    lastUsedAt === 0 ? 'never used' : `used ${timeOf(lastUsedAt)}`,
    ...(expiresAt === 0 ? [] : [`expires ${timeOf(expiresAt)}`]),
    ...(overlapUntil === 0 ? [] : [`the secret before is good until ${timeOf(overlapUntil)}`]),
  ];
  return [String(id), name, scopes.join(','), facts.join('; ')].map(sanitiseLine).join('\t');
}

function timeOf(time: number): string {
  return new Date(time).toISOString();
}

/** In ms. Undefined if the option is absent. Throws a UsageError. */
function spanOf(args: Arguments, name: string): number | undefined {
  const text = args.text(name);
  if (text === undefined) return undefined;
  const span = text === '0' ? 0 : spanIn(text);
  if (span === undefined) throw new UsageError(`--${name} ${text}: give a time like 30m, 12h or 90d.`);
  return span;
}
