/**
 * groups: creates groups, lists members, changes groups.
 *
 * @module
 */
import type { Client, Role } from '@posthorn/client';
import { wholeNumber } from '../arguments.ts';
import type { Context } from '../command.ts';
import { UsageError } from '../exit-codes.ts';
import { userId, userName } from '../online.ts';
import { pages } from '../pages.ts';
import { sanitiseLine } from '../sanitise.ts';
import { verbCommand } from '../verbs.ts';
import type { Verbs } from '../verbs.ts';
import { DOOR_VERBS, join } from './group-doors.ts';
import { listConversations } from './conversations.ts';
import { needed } from './users.ts';

const VERBS: Verbs = {
  list: { usage: 'list', run: list },
  create: { usage: 'create TITLE [NAME…]', run: create },
  members: { usage: 'members ID [PREFIX]', run: members },
  add: { usage: 'add ID NAME…', run: add },
  remove: { usage: 'remove ID NAME', run: remove },
  leave: { usage: 'leave ID', run: leave },
  rename: { usage: 'rename ID TITLE', run: rename },
  role: { usage: 'role ID NAME member|admin|owner', run: role },
  mute: { usage: 'mute ID NAME', run: (...given) => mute(true, ...given) },
  unmute: { usage: 'unmute ID NAME', run: (...given) => mute(false, ...given) },
  invite: { usage: 'invite ID [--uses N] [--hours N]', run: invite },
  invites: { usage: 'invites ID', run: invites },
  revoke: { usage: 'revoke INVITE', run: revoke },
  join: { usage: 'join TOKEN|ID', run: join },
  ...DOOR_VERBS,
};

export const groupsCommand = verbCommand(
  {
    name: 'groups',
    summary: 'Make, join and run groups.',
    options: {
      uses: {
        type: 'string',
        placeholder: 'N',
        description: 'invite: how often it may be used; default: no limit.',
      },
      hours: {
        type: 'string',
        placeholder: 'N',
        description: 'invite: for how many hours it is valid; default: no limit.',
      },
    },
  },
  VERBS,
);

async function list({ output }: Context, client: Client): Promise<void> {
  for await (const { id, kind, title, memberCount, role: mine, unread, left } of listConversations(client)) {
    if (kind !== 'group' || left) continue;
    await output.result(
      { group: id, title, members: memberCount, role: mine, unread },
      `${id}\t${sanitiseLine(title)}\t${memberCount} members\t${mine}${unread > 0 ? `\t${unread} unread` : ''}`,
    );
  }
}

async function create(
  { output }: Context,
  client: Client,
  [title, ...names]: readonly string[],
): Promise<void> {
  const users = await Promise.all(names.map((name) => userId(client, name)));
  const group = await client.call('createGroup', {
    title: needed(title, 'groups create TITLE'),
    members: users,
  });
  const { id, memberCount } = group;
  await output.result(
    { group: id, title: group.title, members: memberCount },
    `Group ${id} with ${memberCount} members.`,
  );
}

async function members(
  { output }: Context,
  client: Client,
  [id, prefix = '']: readonly string[],
): Promise<void> {
  const conversation = groupId(id, 'members');
  const read = (cursor: string) =>
    client.call('listMembers', { conversation, cursor, limit: 200, prefix, byRank: true });
  for await (const page of pages(read)) {
    for (const { user, role: theirs, silenced, nickname } of page.members) {
      const name = await userName(client, user);
      await output.result(
        { user, name, role: theirs, silenced, nickname },
        `${user}\t${sanitiseLine(name)}\t${theirs}${silenced ? '\tsilenced' : ''}${nickname === '' ? '' : `\t${sanitiseLine(nickname)}`}`,
      );
    }
  }
}

/** As many as the server takes in one request. */
const ADDED_AT_ONCE = 200;

async function add(context: Context, client: Client, [id, ...names]: readonly string[]): Promise<void> {
  const conversation = groupId(id, 'add');
  if (names.length === 0) throw new UsageError(`Use "posthorn groups ${VERBS['add']?.usage}".`);
  const users = await Promise.all(names.map((name) => userId(client, name)));
  for (let from = 0; from < users.length; from += ADDED_AT_ONCE) {
    const some = users.slice(from, from + ADDED_AT_ONCE);
    await told(context, await client.call('addMembers', { conversation, users: some }));
  }
}

async function remove(context: Context, client: Client, [id, name]: readonly string[]): Promise<void> {
  const conversation = groupId(id, 'remove');
  const user = await userId(client, needed(name, 'groups remove ID NAME'));
  await told(context, await client.call('removeMember', { conversation, user }));
}

async function leave(context: Context, client: Client, [id]: readonly string[]): Promise<void> {
  await told(context, await client.call('leave', { conversation: groupId(id, 'leave') }));
}

async function rename(context: Context, client: Client, [id, ...words]: readonly string[]): Promise<void> {
  const title = needed(words.join(' '), 'groups rename ID TITLE');
  await told(context, await client.call('rename', { conversation: groupId(id, 'rename'), title }));
}

const ROLES: readonly string[] = ['member', 'admin', 'owner'] satisfies Role[];

async function role(context: Context, client: Client, [id, name, wanted]: readonly string[]): Promise<void> {
  const conversation = groupId(id, 'role');
  if (wanted === undefined || !ROLES.includes(wanted))
    throw new UsageError('A role is member, admin or owner.');
  const user = await userId(client, needed(name, 'groups role ID NAME ROLE'));
  await told(context, await client.call('setRole', { conversation, user, role: wanted as Role }));
}

async function mute(
  muted: boolean,
  context: Context,
  client: Client,
  [id, name]: readonly string[],
): Promise<void> {
  const conversation = groupId(id, muted ? 'mute' : 'unmute');
  const user = await userId(client, needed(name, 'groups mute ID NAME'));
  await told(context, await client.call('muteMember', { conversation, user, muted }));
}

async function invite({ args, output }: Context, client: Client, [id]: readonly string[]): Promise<void> {
  const conversation = groupId(id, 'invite');
  const ttlMs = (args.number('hours', 1) ?? 0) * 3_600_000;
  const made = await client.call('createInvite', {
    conversation,
    maxUses: args.number('uses', 1) ?? 0,
    ttlMs,
  });
  await output.result(
    { invite: made.id, token: made.token, group: conversation },
    `Invite ${made.id}. Others join with: posthorn groups join ${made.token}`,
  );
}

async function invites({ output }: Context, client: Client, [id]: readonly string[]): Promise<void> {
  const found = await client.call('listInvites', { conversation: groupId(id, 'invites') });
  for (const { id: number, uses, maxUses, expiresAt } of found.invites) {
    const end = expiresAt === 0 ? 'never ends' : `ends ${new Date(expiresAt).toISOString()}`;
    await output.result(
      { invite: number, uses, maxUses, expiresAt },
      `${number}\tused ${uses}${maxUses === 0 ? '' : ` of ${maxUses}`}\t${end}`,
    );
  }
}

async function revoke({ output }: Context, client: Client, [id]: readonly string[]): Promise<void> {
  const number = wholeNumber(needed(id, 'groups revoke INVITE'), 'INVITE', 1);
  await client.call('revokeInvite', { invite: number });
  await output.result({ revoked: number }, 'That invite is no longer good.');
}

function groupId(id: string | undefined, verb: string): number {
  return wholeNumber(needed(id, `groups ${VERBS[verb]?.usage ?? verb}`), 'ID', 1);
}

function told(
  { output }: Context,
  { conversation, seq }: { conversation: number; seq: number },
): Promise<void> {
  return output.result({ conversation, seq }, 'Done.');
}
