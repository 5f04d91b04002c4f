/**
 * What the user typed: a command, a private message, or a text for the open conversation.
 *
 * @module
 */
import type { Chat } from './chat.ts';
import { messageOf } from './chat.ts';
import { COMMANDS, findCommand } from './commands.ts';

/** `userId;;text` or `name;;text`. */
const PRIVATE = /^([^\s;]+);;(.+)$/s;
/** `:tada:` at the beginning of a text is an emoji, not a command. */
const SHORTCODE = /^:[a-z0-9_+-]+:/;

/** Carries it out; what goes wrong becomes a notice. Resolves with true when the chat should end. */
export async function submit(chat: Chat, line: string): Promise<boolean> {
  const text = line.trim();
  try {
    if (text === '') return false;
    if (text.startsWith(':') && !SHORTCODE.test(text)) return await command(chat, text);
    const [, to, words] = PRIVATE.exec(text) ?? [];
    if (to !== undefined && words !== undefined) chat.say(words, { to: /^\d+$/.test(to) ? Number(to) : to });
    else if (chat.state.isAiOn) await answer(chat, text);
    else if (chat.state.openId === 0)
      chat.notice('No conversation is open yet: wait for the connection, or :open one.');
    else chat.say(line);
  } catch (error) {
    chat.notice(messageOf(error));
  }
  return false;
}

async function command(chat: Chat, text: string): Promise<boolean> {
  const [name = '', ...rest] = text.split(/\s+/);
  const found = findCommand(name);
  if (found === undefined) {
    chat.notice(`There is no command ${name}; :help lists them.`);
    return false;
  }
  return (await found.run(chat, text.slice(name.length).trim(), rest)) === 'quit';
}

async function answer(chat: Chat, text: string): Promise<void> {
  chat.notice(`you: ${text}`);
  chat.notice(`${chat.responder.name}: ${await chat.responder.reply(text, chat.signal)}`);
}

/** What a line that is being typed may become: commands, or names of users and conversations. */
export function completions(chat: Chat, line: string): readonly string[] {
  if (line.startsWith(':') && !line.includes(' ')) {
    return COMMANDS.map(({ name }) => name).filter((name) => name.startsWith(line));
  }
  const at = line.lastIndexOf(' ') + 1;
  const word = line.slice(at).toLowerCase();
  if (word === '') return [];
  const names = new Set([...chat.state.online, ...chat.state.rooms.map(({ title }) => title)]);
  return [...names]
    .filter((name) => name.toLowerCase().startsWith(word))
    .map((name) => line.slice(0, at) + name);
}
