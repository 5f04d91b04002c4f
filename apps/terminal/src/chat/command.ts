/**
 * What a command of the chat is.
 *
 * @module
 */
import { UsageError } from '../exit-codes.ts';
import type { Chat } from './chat.ts';
import type { Shown } from './chat-files.ts';

/** What the screen is to do then. */
export type Outcome = 'quit' | 'editor' | { readonly show: Shown } | undefined;

export interface ChatCommand {
  /** Includes the colon. */
  readonly name: string;
  readonly usage: string;
  readonly help: string;
  /** `text`: everything after the name. `words`: the same, split at blanks. */
  readonly run: (chat: Chat, text: string, words: readonly string[]) => Promise<Outcome>;
}

type Run = (chat: Chat, text: string, words: readonly string[]) => Promise<Outcome | void>;

export function entry(name: string, usage: string, description: string, run: Run): ChatCommand {
  return {
    name,
    usage,
    help: description,
    run: async (...given) => (await run(...given)) ?? undefined,
  };
}

export function needed(text: string, usage: string): string {
  if (text === '') throw new UsageError(`Use ${usage}.`);
  return text;
}

/** The open conversation. Throws UsageError. */
export function here({ state }: Chat): number {
  if (state.openId === 0) throw new UsageError('No conversation is open; :open one first.');
  return state.openId;
}

/** The first word, and what follows it with its line breaks. */
export function split(text: string, usage: string): readonly [word: string, rest: string] {
  const [word = ''] = text.split(/\s/, 1);
  return [needed(word, usage), text.slice(word.length).trim()];
}
