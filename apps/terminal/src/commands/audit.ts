/**
 * audit: who did what, and what was refused.
 *
 * @module
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { AuditPage, AuditRecord, Client } from '@posthorn/client';
import type { Arguments, Command, Context } from '../command.ts';
import { EXIT_CODES, UsageError } from '../exit-codes.ts';
import { userId, userName, withClient } from '../online.ts';
import { sanitiseLine } from '../sanitise.ts';
import { spanIn } from '../times.ts';

const DEFAULT_LIMIT = 50;
/** Records per request. */
const PAGE = 200;
const FOLLOW_MS = 2000;
/** How many ids --follow looks back: a record may be committed after one with a higher id. */
const OVERLAP = 200;

export const auditCommand: Command = {
  name: 'audit',
  summary:
    'Show who did what, and what was refused: logins, passwords, what administrators do. For administrators.',
  usages: [
    '[--about NAME] [--event NAME] [--from ADDRESS] [--since WHEN] [--until WHEN] [--key ID] [--limit N] [--follow]',
  ],
  options: {
    about: {
      type: 'string',
      placeholder: 'NAME',
      description: 'What this user did, and what is about them. By name or number.',
    },
    event: {
      type: 'string',
      placeholder: 'NAME',
      description: 'Only this event: login, register, setAdministrator, …: the name of the request.',
    },
    from: { type: 'string', placeholder: 'ADDRESS', description: 'Only what came from this address.' },
    since: {
      type: 'string',
      placeholder: 'WHEN',
      description: 'A time ago like 90m, 24h or 7d, or a date like 2026-11-25 or 2026-11-25T12:00Z.',
    },
    until: { type: 'string', placeholder: 'WHEN', description: 'The same.' },
    key: { type: 'string', placeholder: 'ID', description: 'Only what this server key did.' },
    limit: { type: 'string', placeholder: 'N', description: `The last N; default ${DEFAULT_LIMIT}.` },
    follow: { type: 'boolean', description: 'Go on with what is added, until interrupted.' },
  },
  positionals: [0, 0],
  run: (context) => withClient(context, 'audit', (client) => show(context, client)),
};

interface Filter {
  readonly event: string;
  readonly address: string;
  readonly user: number;
  readonly since: number;
  readonly until: number;
  readonly key: number;
  readonly after?: number;
}

async function show(context: Context, client: Client): Promise<number> {
  const { args } = context;
  const about = args.text('about');
  const filter: Filter = {
    event: args.text('event') ?? '',
    address: args.text('from') ?? '',
    since: momentOf(args, 'since'),
    until: momentOf(args, 'until'),
    key: args.number('key', 1) ?? 0,
    user: about === undefined ? 0 : await userId(client, about),
  };
  const records = await list(client, filter, args.number('limit', 1) ?? DEFAULT_LIMIT);
  for (const record of records) await print(context, client, record);
  if (args.flag('follow')) await follow(context, client, { filter, shown: records.map(({ id }) => id) });
  return EXIT_CODES.ok.code;
}

/** The newest records, oldest first. */
async function list(client: Client, filter: Filter, limit: number): Promise<readonly AuditRecord[]> {
  const found: AuditRecord[] = [];
  for (let cursor: string | undefined = ''; cursor !== undefined && found.length < limit;) {
    const request = { ...filter, cursor, limit: Math.min(PAGE, limit - found.length) };
    const page: AuditPage = await client.call('listAudit', request);
    found.push(...page.records);
    cursor = page.next === '' ? undefined : page.next;
  }
  return found.toReversed();
}

/** Prints what is added, until the command is interrupted. `shown`: ids of what is printed already, oldest first. */
async function follow(
  context: Context,
  client: Client,
  { filter, shown }: { readonly filter: Filter; readonly shown: readonly number[] },
): Promise<never> {
  const first = shown[0] ?? 0;
  let recent = shown;
  for (;;) {
    await pause(FOLLOW_MS, undefined, { signal: context.io.signal });
    const after = Math.max(first, Math.max(0, ...recent) - OVERLAP);
    const known = new Set(recent);
    const added = (await list(client, { ...filter, after }, Infinity)).filter(({ id }) => !known.has(id));
    for (const record of added) await print(context, client, record);
    recent = [...recent, ...added.map(({ id }) => id)].filter((id) => id > after);
  }
}

async function print({ output }: Context, client: Client, record: AuditRecord): Promise<void> {
  const { details, ...rest } = record;
  const fields = Object.fromEntries(details.map(({ name, value }) => [name, value]));
  await output.result({ ...rest, details: fields }, output.isJson ? '' : await lineOf(client, record));
}

async function lineOf(client: Client, record: AuditRecord): Promise<string> {
  const { time, event, code, actor, user, address, count, since, details, key } = record;
  // Whoever logs in or registers was nobody before.
  const who = actor === 0 && code === '' ? user : actor;
  const by = who === 0 ? '–' : await userName(client, who);
  const about = user === 0 || user === who ? '' : ` → ${await userName(client, user)}`;
  const often = count > 1 ? [`×${count} since ${new Date(since).toISOString()}`] : [];
  const facts = details.map(({ name, value }) => `${name}=${value}`);
  const what = code === '' ? event : `${event} refused: ${code}`;
  const cells = [
    new Date(time).toISOString(),
    what,
    `${by}${about}`,
    address || '–',
    [...often, ...(key === 0 ? [] : [`key ${key}`]), ...facts].join(' '),
  ];
  return cells.map(sanitiseLine).join('\t').trimEnd();
}

/** Unix ms; 0 if the option is absent. Throws a UsageError. */
function momentOf(args: Arguments, name: string): number {
  const text = args.text(name);
  if (text === undefined) return 0;
  const span = spanIn(text);
  const ms = span === undefined ? Date.parse(text) : Date.now() - span;
  if (Number.isNaN(ms) || ms < 0)
    throw new UsageError(`--${name} ${text}: give a time ago like 24h, or a date like 2026-11-25.`);
  return ms;
}
