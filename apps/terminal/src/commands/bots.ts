/**
 * bots: accounts for programs.
 *
 * @module
 */
import type { Bot, Client } from '@posthorn/client';
import type { Context } from '../command.ts';
import { counted } from '../counted.ts';
import { UsageError } from '../exit-codes.ts';
import { userId } from '../online.ts';
import { pages } from '../pages.ts';
import { sanitiseLine } from '../sanitise.ts';
import { verbCommand } from '../verbs.ts';

const PAGE = 200;

export const botsCommand = verbCommand(
  {
    name: 'bots',
    summary:
      'Make accounts for programs, and give them tokens: your own, or as an administrator all of the server.',
    options: {
      name: { type: 'string', placeholder: 'NAME', description: 'Of the account of the bot.' },
      'display-name': { type: 'string', placeholder: 'TEXT', description: 'What people see.' },
      'of-server': {
        type: 'boolean',
        description:
          'It belongs to the server, not to you; for administrators. Its commands are offered in rooms too.',
      },
      all: { type: 'boolean', description: 'Those of everybody; for administrators.' },
      yes: { type: 'boolean', description: 'You mean it: nothing brings the bot back.' },
    },
    positionals: [1, 2],
  },
  {
    create: { usage: 'create --name NAME [--display-name TEXT] [--of-server]', run: create },
    list: { usage: 'list [--all]', run: list },
    token: { usage: 'token NAME', run: token },
    disable: { usage: 'disable NAME', run: (...given) => setDisabled(true, ...given) },
    enable: { usage: 'enable NAME', run: (...given) => setDisabled(false, ...given) },
    remove: { usage: 'remove NAME --yes', run: remove },
  },
);

async function create(context: Context, client: Client): Promise<void> {
  const { args } = context;
  const name = args.text('name');
  if (name === undefined) throw new UsageError('Say what it is called: --name NAME.');
  const made = await client.call('createBot', {
    name,
    displayName: args.text('display-name') ?? '',
    server: args.flag('of-server'),
  });
  await tell(context, made.bot, made.token);
}

async function list(context: Context, client: Client): Promise<void> {
  const all = context.args.flag('all');
  for await (const { bots } of pages((cursor) => client.call('listBots', { all, cursor, limit: PAGE })))
    for (const bot of bots) await context.output.result(bot, lineOf(bot));
}

async function token(context: Context, client: Client, [name]: readonly string[]): Promise<void> {
  const renewed = await client.call('rotateBotToken', { user: await idOf(client, name) });
  await tell(context, renewed.bot, renewed.token);
}

async function setDisabled(
  disabled: boolean,
  context: Context,
  client: Client,
  [name]: readonly string[],
): Promise<void> {
  const bot = await client.call('setBot', { user: await idOf(client, name), disabled });
  await context.output.result(bot, lineOf(bot));
}

async function remove(context: Context, client: Client, [name]: readonly string[]): Promise<void> {
  if (!context.args.flag('yes'))
    throw new UsageError('Nothing brings a removed bot back: add --yes if you mean it.');
  const user = await idOf(client, name);
  await client.call('removeBot', { user });
  await context.output.result({ removed: name, user }, `The bot ${name} is removed.`);
}

async function idOf(client: Client, name: string | undefined): Promise<number> {
  if (name === undefined) throw new UsageError('Say which bot: "posthorn bots list" has their names.');
  return userId(client, name);
}

async function tell({ output }: Context, bot: Bot | undefined, secret: string): Promise<void> {
  const line = bot === undefined ? [] : [lineOf(bot)];
  await output.result({ bot, token: secret }, [...line, `Token, shown only now: ${secret}`]);
}

function lineOf({ user, owner, commands }: Bot): string {
  const facts = [
    user?.disabled === true && 'disabled',
    owner === 0 && 'of the server',
    commands > 0 && counted(commands, 'command'),
  ].filter((fact) => fact !== false);
  return [user?.id, user?.name, user?.displayName, facts.join(', ')]
    .map((cell) => sanitiseLine(String(cell ?? '')))
    .join('\t')
    .trimEnd();
}
