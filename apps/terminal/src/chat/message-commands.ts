/**
 * The commands that are about a message of the open conversation.
 *
 * @module
 */
import { wholeNumber } from '../arguments.ts';
import { UsageError } from '../exit-codes.ts';
import type { Chat } from './chat.ts';
import { entry, here, needed, split } from './command.ts';
import type { ChatCommand } from './command.ts';
import { withEmoji } from './emoji.ts';
import { mentionsIn } from '../mentions.ts';
import { openRoom } from './state.ts';
import type { Line } from './state.ts';
import { whichLine } from './which-line.ts';

export const MESSAGE_COMMANDS: readonly ChatCommand[] = [
  entry(':re', 'N|last TEXT', 'reply to a message; its number is shown while you type a command', reply),
  entry(':edit', 'N|last TEXT', 'change what you said; Tab fills in the words as they are', edit),
  entry(':recall', 'N|last', 'take a message back', recall),
  entry(':react', 'N|last EMOJI', 'react to a message, or take that back', react),
  entry(':pin', 'N|last', 'pin a message for everybody, or unpin it', pin),
  entry(':readers', 'N|last', 'who has read a message', readers),
  entry(':reveal', 'N|last', 'show the spoilers of a message', reveal),
  entry(
    ':thread',
    '[N|last [TEXT]]',
    'show the thread of a message, and write in it; without N: leave it',
    thread,
  ),
  entry(
    ':poll',
    '[-m] [-a] QUESTION;OPTION;OPTION…',
    'ask everybody; -m: several choices, -a: anonymous',
    poll,
  ),
  entry(':vote', 'N|last [OPTION…]', 'vote by the numbers of the options; none: take it back', vote),
  entry(':endpoll', 'N|last', 'close a poll', endPoll),
];

async function reply(chat: Chat, text: string): Promise<void> {
  const [word, said] = split(text, ':re N|last TEXT');
  const line = whichLine(chat, word, ({ isMine }) => !isMine);
  await chat.say(needed(said, ':re N|last TEXT'), { replyTo: line.seq });
}

async function edit(chat: Chat, text: string): Promise<void> {
  const [word, said] = split(text, ':edit N|last TEXT');
  const { seq } = whichLine(chat, word, isMine);
  const now = withEmoji(needed(said, ':edit N|last TEXT'));
  const value = { target: seq, text: now, ...(await mentionsIn(chat.client, now)) };
  await chat.change({ case: 'edit', value });
}

async function recall(chat: Chat, word: string): Promise<void> {
  const { seq } = whichLine(chat, needed(word, ':recall N|last'), isMine);
  await chat.change({ case: 'recall', value: { target: seq } });
}

async function react(chat: Chat, _text: string, [word = '', typed = '']: readonly string[]): Promise<void> {
  const emoji = withEmoji(needed(typed, ':react N|last EMOJI'));
  const { seq, state } = whichLine(chat, word);
  const remove = state?.own?.reactions.includes(emoji) ?? false;
  await chat.change({ case: 'reaction', value: { target: seq, emoji, remove } });
}

async function pin(chat: Chat, word: string): Promise<void> {
  const { seq, state } = whichLine(chat, needed(word, ':pin N|last'));
  await chat.change({ case: 'pin', value: { target: seq, remove: (state?.pinned ?? 0) > 0 } });
}

async function readers(chat: Chat, word: string): Promise<void> {
  const { seq } = whichLine(chat, needed(word, ':readers N|last'));
  const { count, of, users } = await chat.client.call('listReaders', { conversation: here(chat), seq });
  const names = users.map(({ name }) => name).join(', ');
  chat.notice(`Read by ${count}${of === 0 ? '' : ` of ${of}`}${names === '' ? '' : `: ${names}`}`);
}

async function reveal(chat: Chat, word: string): Promise<void> {
  chat.reveal(whichLine(chat, word, ({ text }) => text.includes('||')));
}

async function thread(chat: Chat, text: string): Promise<void> {
  if (text === '') {
    if ((openRoom(chat.state)?.thread ?? 0) === 0) throw new UsageError('Use :thread N|last [TEXT].');
    await chat.showThread(0);
    return;
  }
  const [word, said] = split(text, ':thread N|last [TEXT]');
  await chat.showThread(whichLine(chat, word, (line) => line.thread === 0).seq);
  if (said !== '') await chat.say(said);
}

async function poll(chat: Chat, text: string): Promise<void> {
  const [, flags = '', rest = ''] = /^((?:-[ma]\s+)*)(.*)$/s.exec(text) ?? [];
  const [question = '', ...options] = rest.split(';').map((part) => part.trim());
  if (question === '' || options.length < 2) throw new UsageError('Use :poll QUESTION;OPTION;OPTION….');
  const value = { options, multiple: flags.includes('m'), anonymous: flags.includes('a') };
  await chat.change({ case: 'poll', value }, question);
}

async function vote(chat: Chat, _text: string, [word = '', ...numbers]: readonly string[]): Promise<void> {
  const { seq } = whichLine(chat, word, isPoll);
  const choices = numbers.map((number) => wholeNumber(number, 'OPTION', 1) - 1);
  await chat.change({ case: 'vote', value: { target: seq, choices } });
}

async function endPoll(chat: Chat, word: string): Promise<void> {
  const { seq } = whichLine(chat, word, isPoll);
  await chat.change({ case: 'closePoll', value: { target: seq } });
}

function isMine(line: Line): boolean {
  return line.isMine;
}

function isPoll({ poll: asked }: Line): boolean {
  return asked !== undefined;
}
