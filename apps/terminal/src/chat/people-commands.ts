/**
 * The commands that are about people: who is online, contacts, and what the user lets others know.
 *
 * @module
 */
import type { User } from '@posthorn/client';
import { laterTime } from '../arguments.ts';
import { CONTACT_STATES } from '../contact-states.ts';
import { userId, userName } from '../online.ts';
import { pages } from '../pages.ts';
import { busyNote, statusOf } from '../status.ts';
import { stampOf } from '../times.ts';
import type { Chat } from './chat.ts';
import { entry, needed, split } from './command.ts';
import type { ChatCommand } from './command.ts';
import { withEmoji } from './emoji.ts';

export const PEOPLE_COMMANDS: readonly ChatCommand[] = [
  entry(':olu', '', 'who is online', (chat) => online(chat, '')),
  entry(':pu', 'PREFIX', 'who is online and begins with PREFIX', online),
  entry(':contacts', '', 'your contacts, and who asks to be one', contacts),
  entry(':contact', 'NAME [TEXT]', 'ask somebody to be a contact, or accept what they have asked', contact),
  entry(':uncontact', 'NAME', 'refuse, take back or end it', uncontact),
  entry(':block', 'NAME', 'hear nothing direct from somebody', (chat, name) => block(chat, name, 'block')),
  entry(':unblock', 'NAME', 'take that back', (chat, name) => block(chat, name, 'unblock')),
  entry(':status', '[TEXT]', 'set your status line', status),
  entry(':busy', 'TIME|off', 'do not disturb me until 2026-12-24T18:00, or for +10m, +2h, +1d', busy),
];

/** More of those who are online are not listed. */
const MAX_ONLINE = 1000;

async function online(chat: Chat, prefix: string): Promise<void> {
  const users: User[] = [];
  for await (const page of pages((cursor) =>
    chat.client.call('listOnline', { prefix, cursor, limit: 200 }),
  )) {
    users.push(...page.users);
    if (users.length >= MAX_ONLINE) break;
  }
  const rows = users.map((user) =>
    [`  ${user.id}`, user.name, user.displayName, statusOf(user), busyNote(user)]
      .filter((part) => part !== '')
      .join('  '),
  );
  chat.notice([`${users.length} online:`, ...rows]);
}

async function contacts(chat: Chat): Promise<void> {
  const rows: string[] = [];
  for await (const page of pages((cursor) => chat.client.call('listContacts', { cursor, limit: 200 }))) {
    for (const { user, state, text } of page.contacts) {
      const parts = [`  ${await userName(chat.client, user)}`, CONTACT_STATES[state], text];
      rows.push(parts.filter((part) => part !== '').join('  '));
    }
  }
  chat.notice(rows.length === 0 ? 'You have no contacts: :contact asks somebody.' : ['Contacts:', ...rows]);
}

async function contact(chat: Chat, text: string): Promise<void> {
  const [name, said] = split(text, ':contact NAME [TEXT]');
  const user = await userId(chat.client, name);
  const { contacts: now } = await chat.client.call('addContact', { user, text: said });
  const state = now.find((each) => each.user === user)?.state;
  chat.notice(state === 'mutual' ? `${name} is a contact.` : `${name} has been asked.`);
}

async function uncontact(chat: Chat, name: string): Promise<void> {
  const user = await userId(chat.client, needed(name, ':uncontact NAME'));
  await chat.client.call('removeContact', { user });
  chat.notice(`${name} is no contact.`);
}

async function block(chat: Chat, name: string, verb: 'block' | 'unblock'): Promise<void> {
  const user = await userId(chat.client, needed(name, `:${verb} NAME`));
  await chat.client.call(verb, { user });
  chat.notice(`${name} is ${verb}ed.`);
}

async function status(chat: Chat, text: string): Promise<void> {
  const statusText = withEmoji(text);
  await chat.client.call('updateProfile', { statusText });
  chat.notice(statusText === '' ? 'Your status is empty.' : `Your status is "${statusText}".`);
}

async function busy(chat: Chat, wanted: string): Promise<void> {
  const busyUntil = needed(wanted, ':busy TIME|off') === 'off' ? 0 : laterTime(wanted);
  await chat.client.call('updateProfile', { busyUntil });
  chat.notice(
    busyUntil === 0 ? 'You may be disturbed.' : `Nobody is to disturb you until ${stampOf(busyUntil)}.`,
  );
}
