/**
 * Handles the user's input: a command, a private message, or a text for the open conversation.
 *
 * @module
 */
import { sanitiseLines } from '../sanitise.ts';
import type { Chat } from './chat.ts';
import type { Outcome } from './command.ts';
import { findCommand } from './commands.ts';
import { openRoom } from './state.ts';
import { typed, unescaped } from './typed.ts';
import type { Draft } from './typed.ts';

/** Carries out what was entered; errors become notices. */
export async function submit(chat: Chat, draft: Draft): Promise<Outcome> {
  const input = typed(draft);
  const { form } = openRoom(chat.state) ?? {};
  try {
    if (form !== undefined && input.kind !== 'command') {
      await chat.bots.answer(form, draft.text);
      return undefined;
    }
    switch (input.kind) {
      case 'nothing':
        return undefined;
      case 'command':
        return await command(chat, draft.text.trim(), input.name);
      case 'private':
        await chat.say(input.text, { target: { to: input.to } });
        return undefined;
      case 'slash':
        await slash(chat, draft.text.trimEnd());
        return undefined;
      case 'text':
        await say(chat, draft.isPasted ? draft.text.trimEnd() : unescaped(draft.text.trimEnd()));
        return undefined;
    }
  } catch (error) {
    chat.complain(error);
    return undefined;
  }
}

async function slash(chat: Chat, text: string): Promise<void> {
  const isForBots = !chat.state.isAiOn && chat.state.openId !== 0;
  if (!(isForBots && (await chat.bots.use(text)))) await say(chat, text);
}

async function say(chat: Chat, text: string): Promise<void> {
  if (chat.state.isAiOn) await answer(chat, text.trim());
  else if (chat.state.openId === 0)
    chat.notice('No conversation is open yet: wait for the connection, or :open one.');
  else await chat.say(text);
}

async function command(chat: Chat, text: string, name: string): Promise<Outcome> {
  const found = findCommand(name);
  if (found === undefined) {
    chat.notice(`There is no command ${name}; :help lists them.`);
    return undefined;
  }
  const rest = text.slice(name.length).trim();
  return found.run(chat, rest, rest === '' ? [] : rest.split(/\s+/));
}

async function answer(chat: Chat, text: string): Promise<void> {
  chat.notice(sanitiseLines(`you: ${text}`));
  chat.notice(sanitiseLines(`${chat.responder.name}: ${await chat.responder.reply(text, chat.signal)}`));
}
