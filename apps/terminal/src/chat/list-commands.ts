/**
 * The commands that sort the user's own conversations: what the list shows, and what alerts.
 *
 * @module
 */
import { laterTime } from '../arguments.ts';
import { UsageError } from '../exit-codes.ts';
import { stampOf } from '../times.ts';
import type { Chat } from './chat.ts';
import { entry, here, needed, split } from './command.ts';
import type { ChatCommand } from './command.ts';
import { isCalled, LEVELS, toggleInFolder } from './own.ts';
import type { Level } from './own.ts';
import { listedRooms, listTitle } from './room-list.ts';
import { roomOf } from './state.ts';
import type { ListName, Room } from './state.ts';
import { whichRoom } from './which-room.ts';

export const LIST_COMMANDS: readonly ChatCommand[] = [
  entry(
    ':list',
    '[archived|unread|FOLDER]',
    'which conversations the list shows; alone: all that are not archived',
    list,
  ),
  entry(':top', '[NAME|ID]', 'keep a conversation at the top of your list, or let it go', top),
  entry(
    ':archive',
    '[NAME|ID]',
    'take a conversation out of your list until something is said there; a muted one until :unarchive',
    archive,
  ),
  entry(':unarchive', '[NAME|ID]', 'put it back into your list', unarchive),
  entry(':unread', '[NAME|ID]', 'mark a conversation as unread, until you open it', unread),
  entry(
    ':quiet',
    'on|off|TIME [NAME|ID]',
    'no alerts from a conversation, for ever or for +10m, +2h, +1d',
    quiet,
  ),
  entry(':level', 'all|mentions|none [NAME|ID]', 'what alerts you of a conversation', level),
  entry(':folder', 'FOLDER[;NAME|ID]', 'put a conversation into a folder of yours, or take it out', folder),
  entry(':folders', '', 'your folders; :list FOLDER shows one', folders),
];

async function list(chat: Chat, wanted: string): Promise<void> {
  chat.set({ list: listNamed(chat, wanted) });
  const { state } = chat;
  const titles = listedRooms(state).map(labelOf);
  const what = state.list.startsWith('folder/') ? `"${listTitle(state)}"` : SHOWN[state.list];
  chat.notice(`The list shows ${what}: ${titles.join(', ') || 'nothing'}.`);
}

const SHOWN: Readonly<Record<string, string>> = {
  all: 'all that is not archived',
  archived: 'what is archived',
  unread: 'what is unread',
};

function listNamed({ state }: Chat, wanted: string): ListName {
  const name = wanted.toLowerCase();
  if (name === '' || name === 'all') return 'all';
  if (name === 'archived' || name === 'unread') return name;
  const found = state.folders.find((each) => isCalled(each, wanted));
  if (found === undefined) throw new UsageError(`You have no folder "${wanted}": :folders lists them.`);
  return `folder/${found.id}`;
}

function labelOf({ title, unread: count }: Room): string {
  return count === 0 ? title : `${title} (${count} unread)`;
}

async function top(chat: Chat, name: string): Promise<void> {
  const { id, title, own } = await roomFor(chat, name);
  const highest = Math.max(0, ...chat.state.rooms.map((room) => room.own.pin ?? 0));
  await chat.client.mine.set(`pin/${id}`, own.pin === undefined ? highest + 1 : undefined);
  chat.notice(own.pin === undefined ? `${title} stays at the top.` : `${title} is no longer at the top.`);
}

async function archive(chat: Chat, name: string): Promise<void> {
  const { id, title, head, own } = await roomFor(chat, name);
  const isMuted = own.mutedUntil > Date.now();
  await chat.client.mine.set(`archive/${id}`, isMuted ? {} : { through: head });
  chat.notice(`${title} is archived: :list archived shows it, :unarchive puts it back.`);
}

async function unarchive(chat: Chat, name: string): Promise<void> {
  const { id, title } = await roomFor(chat, name);
  await chat.client.mine.set(`archive/${id}`, undefined);
  chat.notice(`${title} is in the list.`);
}

async function unread(chat: Chat, name: string): Promise<void> {
  const { id, title } = await roomFor(chat, name);
  await chat.client.mine.set(`unread/${id}`, {});
  chat.notice(`${title} is marked as unread.`);
}

async function quiet(chat: Chat, text: string): Promise<void> {
  const [wanted, name] = split(text, ':quiet on|off|TIME [NAME|ID]');
  const until = wanted === 'on' || wanted === 'off' ? undefined : laterTime(wanted);
  const { id, title } = await roomFor(chat, name);
  const value = wanted === 'off' ? undefined : until === undefined ? {} : { until };
  await chat.client.mine.set(`mute/${id}`, value);
  const when = until === undefined ? '' : ` until ${stampOf(until)}`;
  chat.notice(
    wanted === 'off' ? `${title} may alert you.` : `${title} alerts you of nothing but mentions${when}.`,
  );
}

const ALERTS: Readonly<Record<Level, string>> = {
  all: 'whatever is said',
  mentions: 'what mentions you',
  none: 'nothing',
};

async function level(chat: Chat, text: string): Promise<void> {
  const [word, name] = split(text, ':level all|mentions|none [NAME|ID]');
  const wanted = LEVELS.find((each) => each === word);
  if (wanted === undefined) throw new UsageError('Use :level all|mentions|none [NAME|ID].');
  const { id, title } = await roomFor(chat, name);
  await chat.client.mine.set(`level/${id}`, wanted === 'all' ? undefined : wanted);
  chat.notice(`${title} alerts you of ${ALERTS[wanted]}.`);
}

async function folder(chat: Chat, text: string): Promise<void> {
  const [title = '', name = ''] = text.split(';').map((part) => part.trim());
  needed(title, ':folder FOLDER[;NAME|ID]');
  if (Object.hasOwn(SHOWN, title.toLowerCase())) throw new UsageError(`No folder can be called "${title}".`);
  const room = await roomFor(chat, name);
  const isIn = await toggleInFolder(chat.client.mine, title, room.id);
  chat.notice(isIn ? `${room.title} is in "${title}".` : `${room.title} is no longer in "${title}".`);
}

async function folders(chat: Chat): Promise<void> {
  const { state } = chat;
  const rows = state.folders.map(({ title, conversations }) => {
    const titles = conversations.map((id) => roomOf(state, id)?.title ?? `#${id}`);
    return `  ${title}: ${titles.join(', ')}`;
  });
  chat.notice(rows.length === 0 ? 'You have no folders: :folder makes one.' : ['Folders:', ...rows]);
}

/** The one that is named, or else the open one. */
async function roomFor(chat: Chat, name: string): Promise<Room> {
  const id = name === '' ? here(chat) : await whichRoom(chat, name);
  if (roomOf(chat.state, id) === undefined) await chat.refresh();
  const room = roomOf(chat.state, id);
  if (room === undefined) throw new UsageError(`There is no conversation ${name}.`);
  return room;
}
