/**
 * Commands of the chat for running the group that is open.
 *
 * @module
 */
import { counted } from '../counted.ts';
import { readSetting } from '../group-settings.ts';
import { userId } from '../online.ts';
import type { Chat } from './chat.ts';
import { entry, here, needed } from './command.ts';
import type { ChatCommand } from './command.ts';

export const GROUP_COMMANDS: readonly ChatCommand[] = [
  entry(':members', '[PREFIX]', 'who is in this group', members),
  entry(':set', 'SETTING VALUE', 'change a setting of this group', set),
  entry(':ban', 'NAME [REASON]', 'remove somebody for good', ban),
  entry(':unban', 'NAME', 'let them come back', unban),
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
  const more = next === '' ? [] : ['  … more: narrow it down by the beginning of a name'];
  chat.notice([`${counted(found.length, 'member')}:`, ...rows, ...more]);
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

async function nick(chat: Chat, nickname: string): Promise<void> {
  await chat.client.call('setNickname', { conversation: here(chat), nickname });
  chat.notice(nickname === '' ? 'You have no nickname here.' : `You are "${nickname}" here.`);
}
