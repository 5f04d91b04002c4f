/**
 * The commands of the chat.
 *
 * @module
 */
import type { Conversation, Role } from '@posthorn/client';
import { wholeNumber } from '../arguments.ts';
import { counted } from '../counted.ts';
import { UsageError } from '../exit-codes.ts';
import { userId } from '../online.ts';
import type { Chat } from './chat.ts';
import { entry, here, needed } from './command.ts';
import type { ChatCommand } from './command.ts';
import { BOT_COMMANDS } from './bot-commands.ts';
import { emojiPage } from './emoji.ts';
import { FILE_COMMANDS } from './file-commands.ts';
import { GROUP_COMMANDS } from './group-commands.ts';
import { KEEPING_COMMANDS } from './keeping-commands.ts';
import { LIST_COMMANDS } from './list-commands.ts';
import { MESSAGE_COMMANDS } from './message-commands.ts';
import { PEOPLE_COMMANDS } from './people-commands.ts';
import { jump, search } from './search.ts';
import { openRoom, roomOf } from './state.ts';
import { THEME_NAMES } from './theme.ts';
import { whichRoom } from './which-room.ts';

export const COMMANDS: readonly ChatCommand[] = [
  entry(':help', '[WORD]', 'list these commands, or those about something', help),
  entry(':all', '', 'list these commands', help),
  entry(':open', 'NAME|ID', 'open a conversation, or a direct one with a user', open),
  ...LIST_COMMANDS,
  ...PEOPLE_COMMANDS,
  entry(
    ':q',
    '[QUERY]',
    'search what was said: words, from:ann in:proj has:file before:2026-11-01 "exact words" -not; alone: more',
    find,
  ),
  entry(':hit', 'N', 'go to what was found', hit),
  entry(':q!', '', 'quit', quit),
  entry(':quit', '', 'quit', quit),
  entry(':info', '', 'who and where I am', info),
  entry(':emoji', '[PAGE]', 'emoji to use, five a page; :tada: in a text becomes one', emoji),
  entry(':delay', 'TEXT SECONDS', 'say something later', delay),
  entry(':ai', '', 'what you type is answered here, and sent to nobody', (chat) => ai(chat, true)),
  entry(':qai', '', 'leave that mode', (chat) => ai(chat, false)),
  entry(
    ':editor',
    '',
    'write a long text in your own editor ($EDITOR); Ctrl+X takes along what you have typed',
    editor,
  ),
  entry(':mouse', 'on|off', 'whether the mouse acts here, or selects text as your terminal does', mouse),
  entry(
    ':theme',
    'auto|light|dark',
    'colours for a light or dark background, or for what your terminal says it has',
    theme,
  ),
  entry(':older', '', 'show older messages', older),
  ...MESSAGE_COMMANDS,
  ...BOT_COMMANDS,
  ...FILE_COMMANDS,
  ...KEEPING_COMMANDS,
  entry(':group', 'TITLE[;NAME;NAME…]', 'make a group', group),
  ...GROUP_COMMANDS,
  entry(':add', 'NAME…', 'add to this group', add),
  entry(':remove', 'NAME', 'remove from this group', remove),
  entry(':rename', 'TITLE', 'rename this group', rename),
  entry(':leave', '', 'leave this group', leave),
  entry(':mute', 'NAME', 'silence somebody in this group', (chat, name) => mute(chat, name, true)),
  entry(':unmute', 'NAME', 'let them speak again', (chat, name) => mute(chat, name, false)),
  entry(':role', 'NAME member|admin|owner', 'change what somebody may do in this group', role),
  entry(':invite', '', 'make an invite to this group', invite),
  entry(':join', 'TOKEN|ID', 'join by an invite, or a group of the directory', join),
];

export function findCommand(name: string): ChatCommand | undefined {
  return COMMANDS.find((command) => command.name === name);
}

async function help(chat: Chat, word: string): Promise<void> {
  const wanted = word.toLowerCase();
  const rows = COMMANDS.filter(({ name, help: text }) =>
    `${name} ${text}`.toLowerCase().includes(wanted),
  ).map(({ name, usage, help: text }) => `  ${`${name} ${usage}`.padEnd(28)}  ${text}`);
  if (wanted === '')
    rows.unshift(
      'Text goes to the open conversation; NAME;;TEXT goes to one user.',
      '/NAME … is a command of a bot (:bots lists them); //NAME … is a text.',
    );
  chat.notice(rows.length === 0 ? `No command is about "${word}"; :help lists them all.` : rows);
}

async function quit(chat: Chat): Promise<'quit'> {
  if (chat.delays.size > 0) chat.notice(`${chat.delays.size} delayed messages are not sent.`);
  if (chat.files.running > 0) chat.notice(`${counted(chat.files.running, 'transfer')} can go on next time.`);
  return 'quit';
}

async function open(chat: Chat, text: string): Promise<void> {
  const id = await whichRoom(chat, needed(text, ':open NAME|ID'));
  if (roomOf(chat.state, id) === undefined) await chat.refresh();
  await chat.open(id);
  chat.notice(`This is ${openRoom(chat.state)?.title ?? ''}.`);
}

async function find(chat: Chat, query: string): Promise<void> {
  await search(chat, query);
}

async function hit(chat: Chat, number: string): Promise<void> {
  await jump(chat, number);
}

async function info(chat: Chat): Promise<void> {
  const { state } = chat.client;
  const { self, rooms, connection } = chat.state;
  const endpoint = state.name === 'online' ? state.endpoint : connection;
  const session = state.name === 'online' ? ` (session ${state.session.session})` : '';
  const pending = chat.client.pending().length;
  chat.notice([
    `You are ${self.name}, number ${self.id}${session}.`,
    `Connected to ${endpoint}.`,
    `${rooms.length} conversations; ${pending} messages wait to be sent; ${chat.delays.size} delayed.`,
  ]);
}

async function emoji(chat: Chat, text: string): Promise<void> {
  const page = text === '' ? 1 : wholeNumber(text, 'PAGE', 1);
  const { emoji: shown, pages } = emojiPage(page);
  const rows = shown.map(({ emoji: sign, name }) => `  ${sign}  :${name}:`);
  chat.notice([...rows, `Page ${Math.min(page, pages)} of ${pages}.`]);
}

const MAX_DELAY_SECONDS = 86_400;

async function delay(chat: Chat, _text: string, words: readonly string[]): Promise<void> {
  const seconds = wholeNumber(words.at(-1) ?? '', 'SECONDS', 1);
  const text = needed(words.slice(0, -1).join(' '), ':delay TEXT SECONDS');
  if (seconds > MAX_DELAY_SECONDS) throw new UsageError('A day is the longest delay.');
  // Into the conversation that is open now.
  const target = { conversation: chat.state.openId };
  chat.delays.add(seconds * 1000, () => void chat.say(text, { target }));
  chat.notice(`"${text}" goes out in ${seconds} s, if this chat is still open then.`);
}

async function ai(chat: Chat, isOn: boolean): Promise<void> {
  chat.set({ isAiOn: isOn });
  chat.notice(isOn ? `You talk to ${chat.responder.name} now; :qai ends it.` : 'You talk to people again.');
}

async function editor(): Promise<'editor'> {
  return 'editor';
}

async function mouse(chat: Chat, wanted: string): Promise<void> {
  if (wanted !== 'on' && wanted !== 'off') throw new UsageError('Use :mouse on|off.');
  chat.set({ isMouseOn: wanted === 'on' });
}

async function theme(chat: Chat, wanted: string): Promise<void> {
  const found = THEME_NAMES.find((name) => name === wanted);
  if (found === undefined) throw new UsageError('Use :theme auto|light|dark.');
  chat.set({ theme: found });
}

async function older(chat: Chat): Promise<void> {
  if ((openRoom(chat.state)?.olderBefore ?? 0) === 0) chat.notice('This is where it begins.');
  else await chat.older();
}

async function group(chat: Chat, text: string): Promise<void> {
  const [title = '', ...names] = needed(text, ':group TITLE;NAME;NAME')
    .split(';')
    .map((part) => part.trim());
  const users = names.filter((name) => name !== '').map((name) => userId(chat.client, name));
  const made = await chat.client.call('createGroup', { title, members: await Promise.all(users) });
  await openNew(chat, made);
}

async function join(chat: Chat, where: string): Promise<void> {
  const given = needed(where, ':join TOKEN|ID');
  const group = /^\d+$/.test(given)
    ? await chat.client.call('joinGroup', { conversation: Number(given) })
    : await chat.client.call('joinByInvite', { token: given });
  if (group.asked) chat.notice(`The admins of ${group.title} have been asked.`);
  else await openNew(chat, group);
}

async function openNew(chat: Chat, { id }: Conversation): Promise<void> {
  await chat.refresh();
  await chat.open(id);
}

async function add(chat: Chat, _text: string, names: readonly string[]): Promise<void> {
  if (names.length === 0) throw new UsageError('Use :add NAME….');
  const users = await Promise.all(names.map((name) => userId(chat.client, name)));
  await chat.client.call('addMembers', { conversation: here(chat), users });
}

async function remove(chat: Chat, name: string): Promise<void> {
  const user = await userId(chat.client, needed(name, ':remove NAME'));
  await chat.client.call('removeMember', { conversation: here(chat), user });
}

async function rename(chat: Chat, title: string): Promise<void> {
  await chat.client.call('rename', { conversation: here(chat), title: needed(title, ':rename TITLE') });
}

async function leave(chat: Chat): Promise<void> {
  await chat.client.call('leave', { conversation: here(chat) });
  await chat.refresh();
}

async function mute(chat: Chat, name: string, muted: boolean): Promise<void> {
  const user = await userId(chat.client, needed(name, ':mute NAME'));
  await chat.client.call('muteMember', { conversation: here(chat), user, muted });
}

const ROLES: readonly string[] = ['member', 'admin', 'owner'] satisfies Role[];

async function role(chat: Chat, _text: string, [name = '', wanted = '']: readonly string[]): Promise<void> {
  if (!ROLES.includes(wanted)) throw new UsageError('Use :role NAME member|admin|owner.');
  const user = await userId(chat.client, name);
  await chat.client.call('setRole', { conversation: here(chat), user, role: wanted as Role });
}

async function invite(chat: Chat): Promise<void> {
  const { token } = await chat.client.call('createInvite', { conversation: here(chat) });
  chat.notice(`Whoever types :join ${token} is in.`);
}
