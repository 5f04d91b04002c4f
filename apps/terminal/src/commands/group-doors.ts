/**
 * groups: the ways into a group, who does not come in, and its settings.
 *
 * @module
 */
import type { Client, Conversation } from '@posthorn/client';
import { wholeNumber } from '../arguments.ts';
import type { Context } from '../command.ts';
import { readSetting, wayInto } from '../group-settings.ts';
import { userId, userName } from '../online.ts';
import { pages } from '../pages.ts';
import { sanitiseLine } from '../sanitise.ts';
import type { Verbs } from '../verbs.ts';
import { needed } from './users.ts';

export const DOOR_VERBS: Verbs = {
  set: { usage: 'set ID SETTING VALUE', run: set },
  directory: { usage: 'directory [PREFIX]', run: directory },
  joins: { usage: 'joins ID', run: joins },
  accept: { usage: 'accept ID NAME', run: (...given) => settle(true, ...given) },
  refuse: { usage: 'refuse ID NAME', run: (...given) => settle(false, ...given) },
  ban: { usage: 'ban ID NAME [REASON]', run: ban },
  unban: { usage: 'unban ID NAME', run: unban },
  bans: { usage: 'bans ID', run: bans },
  nickname: { usage: 'nickname ID [NICKNAME]', run: nickname },
};

async function set(
  { output }: Context,
  client: Client,
  [id, name = '', ...words]: readonly string[],
): Promise<void> {
  const settings = readSetting(name, words.join(' '));
  const { conversation, seq } = await client.call('setGroup', { conversation: idOf(id, 'set'), settings });
  await output.result({ conversation, seq }, 'Done.');
}

async function directory({ output }: Context, client: Client, words: readonly string[]): Promise<void> {
  const prefix = words.join(' ');
  for await (const page of pages((cursor) => client.call('listDirectory', { prefix, cursor, limit: 200 }))) {
    for (const group of page.conversations) {
      const { id, title, memberCount, settings, role } = group;
      const topic = settings?.topic ?? '';
      await output.result(
        { group: id, title, members: memberCount, topic, join: settings?.join, role },
        `${id}\t${sanitiseLine(title)}\t${memberCount} members\t${wayInto(group)}\t${sanitiseLine(topic)}`,
      );
    }
  }
}

/** Joins a group by its number in the directory, or by the token of an invite. */
export async function join({ output }: Context, client: Client, [where]: readonly string[]): Promise<void> {
  const given = needed(where, 'groups join TOKEN|ID');
  const group = /^\d+$/.test(given)
    ? await client.call('joinGroup', { conversation: Number(given) })
    : await client.call('joinByInvite', { token: given });
  const { id, title, asked } = group;
  await output.result({ group: id, title, asked }, joined(group));
}

function joined({ id, title, asked }: Conversation): string {
  const name = `${sanitiseLine(title)} (${id})`;
  return asked ? `The admins of ${name} have been asked.` : `You are in ${name}.`;
}

async function joins({ output }: Context, client: Client, [id]: readonly string[]): Promise<void> {
  const conversation = idOf(id, 'joins');
  const read = (cursor: string) => client.call('listJoins', { conversation, cursor, limit: 200 });
  for await (const page of pages(read)) {
    for (const { user, time, text } of page.joins) {
      const name = await userName(client, user);
      await output.result(
        { user, name, time, text },
        `${user}\t${sanitiseLine(name)}\t${new Date(time).toISOString()}\t${sanitiseLine(text)}`,
      );
    }
  }
}

async function settle(
  accept: boolean,
  { output }: Context,
  client: Client,
  [id, name]: readonly string[],
): Promise<void> {
  const verb = accept ? 'accept' : 'refuse';
  const conversation = idOf(id, verb);
  const user = await userId(client, needed(name, `groups ${verb} ID NAME`));
  await client.call('settleJoin', { conversation, user, accept });
  await output.result({ conversation, user, accept }, 'Done.');
}

async function ban(
  { output }: Context,
  client: Client,
  [id, name, ...words]: readonly string[],
): Promise<void> {
  const user = await userId(client, needed(name, 'groups ban ID NAME'));
  const request = { conversation: idOf(id, 'ban'), user, ban: true, reason: words.join(' ') };
  const { conversation, seq } = await client.call('removeMember', request);
  await output.result({ conversation, seq }, 'Done.');
}

async function unban({ output }: Context, client: Client, [id, name]: readonly string[]): Promise<void> {
  const conversation = idOf(id, 'unban');
  const user = await userId(client, needed(name, 'groups unban ID NAME'));
  await client.call('unban', { conversation, user });
  await output.result({ conversation, user }, 'Done.');
}

async function bans({ output }: Context, client: Client, [id]: readonly string[]): Promise<void> {
  const conversation = idOf(id, 'bans');
  const read = (cursor: string) => client.call('listBans', { conversation, cursor, limit: 200 });
  for await (const page of pages(read)) {
    for (const { user, by, time, reason } of page.bans) {
      const [name, admin] = [await userName(client, user), await userName(client, by)];
      await output.result(
        { user, name, by, time, reason },
        `${user}\t${sanitiseLine(name)}\tby ${sanitiseLine(admin)}\t${sanitiseLine(reason)}`,
      );
    }
  }
}

async function nickname(
  { output }: Context,
  client: Client,
  [id, ...words]: readonly string[],
): Promise<void> {
  const wanted = { conversation: idOf(id, 'nickname'), nickname: words.join(' ') };
  await client.call('setNickname', wanted);
  await output.result(wanted, 'Done.');
}

function idOf(id: string | undefined, verb: string): number {
  return wholeNumber(needed(id, `groups ${DOOR_VERBS[verb]?.usage ?? verb}`), 'ID', 1);
}
