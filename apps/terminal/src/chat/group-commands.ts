/**
 * Commands of the chat for running the group that is open.
 *
 * @module
 */
import { counted } from '../counted.ts';
import { readSetting, wayInto } from '../group-settings.ts';
import { userId, userName } from '../online.ts';
import { stampOf } from '../times.ts';
import type { Chat } from './chat.ts';
import { entry, here, needed } from './command.ts';
import type { ChatCommand } from './command.ts';

export const GROUP_COMMANDS: readonly ChatCommand[] = [
  entry(':members', '[PREFIX]', 'who is in this group', members),
  entry(':set', 'SETTING VALUE', 'change a setting of this group', set),
  entry(':ban', 'NAME [REASON]', 'remove somebody for good', ban),
  entry(':unban', 'NAME', 'let them come back', unban),
  entry(':bans', '', 'who was removed for good', bans),
  entry(':directory', '[PREFIX]', 'groups that you may join, or ask to join', directory),
  entry(':joins', '', 'who asks to join this group', joins),
  entry(':accept', 'NAME', 'let them join', (chat, name) => settle(chat, name, true)),
  entry(':refuse', 'NAME', 'do not let them join', (chat, name) => settle(chat, name, false)),
  entry(':nick', '[NICKNAME]', 'what you are called in this group', nick),
];

/** One page: a group may have 100,000 members. */
const MAX_SHOWN = 50;

async function members(chat: Chat, prefix: string): Promise<void> {
  const wanted = { conversation: here(chat), prefix, byRank: true, limit: MAX_SHOWN };
  const { members: found, next } = await chat.client.call('listMembers', wanted);
  const rows = await Promise.all(
    found.map(async ({ user, role, silenced, nickname }) => {
      const name = (await chat.client.user(user))?.name ?? String(user);
      return `  ${name}${nickname === '' ? '' : ` (${nickname})`}  ${role}${silenced ? '  silenced' : ''}`;
    }),
  );
  chat.notice([`${counted(found.length, 'member')}:`, ...rows, ...moreThan(next, ':members PREFIX')]);
}

async function set(chat: Chat, _text: string, [name = '', ...words]: readonly string[]): Promise<void> {
  const settings = readSetting(name, words.join(' '));
  await chat.client.call('setGroup', { conversation: here(chat), settings });
}

async function ban(chat: Chat, _text: string, [name = '', ...words]: readonly string[]): Promise<void> {
  const user = await userId(chat.client, needed(name, ':ban NAME [REASON]'));
  const reason = words.join(' ');
  await chat.client.call('removeMember', { conversation: here(chat), user, ban: true, reason });
}

async function unban(chat: Chat, name: string): Promise<void> {
  const user = await userId(chat.client, needed(name, ':unban NAME'));
  await chat.client.call('unban', { conversation: here(chat), user });
  chat.notice(`${name} may come back.`);
}

async function bans(chat: Chat): Promise<void> {
  const { bans: found, next } = await chat.client.call('listBans', {
    conversation: here(chat),
    limit: MAX_SHOWN,
  });
  const rows = found.map(async ({ user, by, reason }) => {
    const [name, admin] = [await userName(chat.client, user), await userName(chat.client, by)];
    return `  ${name}  by ${admin}  ${reason}`.trimEnd();
  });
  chat.notice([
    found.length === 0 ? 'Nobody is banned here.' : 'Banned:',
    ...(await Promise.all(rows)),
    ...moreThan(next, `posthorn groups bans ${here(chat)}`),
  ]);
}

async function directory(chat: Chat, prefix: string): Promise<void> {
  const { conversations, next } = await chat.client.call('listDirectory', { prefix, limit: MAX_SHOWN });
  const rows = conversations.map((group) => {
    const { id, title, memberCount, settings } = group;
    return ['', id, title, counted(memberCount, 'member'), wayInto(group), settings?.topic]
      .join('  ')
      .trimEnd();
  });
  chat.notice([
    rows.length === 0 ? 'The directory has no such group.' : 'Groups, for :join ID:',
    ...rows,
    ...moreThan(next, ':directory PREFIX'),
  ]);
}

async function joins(chat: Chat): Promise<void> {
  const { joins: found, next } = await chat.client.call('listJoins', {
    conversation: here(chat),
    limit: MAX_SHOWN,
  });
  const rows = found.map(async ({ user, time, text }) =>
    `  ${await userName(chat.client, user)}  ${stampOf(time)}  ${text}`.trimEnd(),
  );
  chat.notice([
    found.length === 0 ? 'Nobody asks to join.' : 'These ask to join; :accept NAME or :refuse NAME:',
    ...(await Promise.all(rows)),
    ...moreThan(next, `posthorn groups joins ${here(chat)}`),
  ]);
}

async function settle(chat: Chat, name: string, accept: boolean): Promise<void> {
  const user = await userId(chat.client, needed(name, `:${accept ? 'accept' : 'refuse'} NAME`));
  await chat.client.call('settleJoin', { conversation: here(chat), user, accept });
  if (!accept) chat.notice(`${name} is not let in.`);
}

/** `next`: empty if that was all. */
function moreThan(next: string, how: string): readonly string[] {
  return next === '' ? [] : [`  … more: ${how}`];
}

async function nick(chat: Chat, nickname: string): Promise<void> {
  const conversation = here(chat);
  await chat.client.call('setNickname', { conversation, nickname });
  // Reads the nicknames again.
  await chat.open(conversation);
  chat.notice(nickname === '' ? 'You have no nickname here.' : `You are "${nickname}" here.`);
}
