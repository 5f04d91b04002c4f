/**
 * users: lists users, users online and blocked users; blocks and unblocks.
 *
 * @module
 */
import type { User, Users } from '@posthorn/client';
import type { Command, Context } from '../command.ts';
import { EXIT_CODES, UsageError } from '../exit-codes.ts';
import { userId, withClient } from '../online.ts';
import { pages } from '../pages.ts';
import { sanitiseLine } from '../sanitise.ts';
import { busyNote, statusOf } from '../status.ts';

const PAGE = 200;

export const usersCommand: Command = {
  name: 'users',
  summary: 'Find users, see who is online, block somebody.',
  usages: ['[list [PREFIX]]', 'online [PREFIX]', 'show NAME', 'block NAME', 'unblock NAME', 'blocked'],
  options: {},
  positionals: [0, 2],
  run: (context) => {
    const [verb = 'list', argument] = context.args.positionals;
    switch (verb) {
      case 'list':
      case 'find':
        return list(context, 'findUsers', argument ?? '');
      case 'online':
        return list(context, 'listOnline', argument ?? '');
      case 'blocked':
        return list(context, 'listBlocked', '');
      case 'show':
        return show(context, needed(argument, 'users show NAME'));
      case 'block':
      case 'unblock':
        return block(context, verb, needed(argument, `users ${verb} NAME`));
      default:
        throw new UsageError(
          `"users ${verb}" is unknown: use list, online, show, block, unblock or blocked.`,
        );
    }
  },
};

/** Throws a UsageError if the argument is missing. */
export function needed(argument: string | undefined, usage: string): string {
  if (argument === undefined || argument === '') throw new UsageError(`Use "posthorn ${usage}".`);
  return argument;
}

function list(
  context: Context,
  request: 'findUsers' | 'listOnline' | 'listBlocked',
  prefix: string,
): Promise<number> {
  return withClient(context, 'users', async (client) => {
    const read = (cursor: string): Promise<Users> =>
      request === 'listBlocked'
        ? client.call(request, { cursor, limit: PAGE })
        : client.call(request, { prefix, cursor, limit: PAGE });
    for await (const { users } of pages(read)) for (const user of users) await print(context, user);
    return EXIT_CODES.ok.code;
  });
}

function show(context: Context, name: string): Promise<number> {
  return withClient(context, 'users', async (client) => {
    const id = await userId(client, name);
    const [user] = (await client.call('getUsers', { ids: [id] })).users;
    if (user !== undefined) await print(context, user);
    return EXIT_CODES.ok.code;
  });
}

function block(context: Context, verb: 'block' | 'unblock', name: string): Promise<number> {
  return withClient(context, 'users', async (client) => {
    const user = await userId(client, name);
    await client.call(verb, { user });
    await context.output.result({ user, blocked: verb === 'block' }, `${name} is ${verb}ed.`);
    return EXIT_CODES.ok.code;
  });
}

function print({ output }: Context, user: User): Promise<void> {
  const { id, name, displayName, statusText, statusEmoji, statusUntil, busyUntil, admin, disabled } = user;
  const status = { statusText, statusEmoji, statusUntil, busyUntil };
  const shown = { user: id, name, displayName, ...status, admin, disabled };
  const marks = `${admin ? ' (administrator)' : ''}${disabled ? ' (disabled)' : ''}`;
  const more = [displayName, statusOf(user), busyNote(user)]
    .filter((text) => text !== '')
    .map((text) => `\t${sanitiseLine(text)}`);
  return output.result(shown, `${id}\t${sanitiseLine(name)}${marks}${more.join('')}`);
}
