/**
 * Commands of the bots of a conversation: `/remind 10m "buy milk"`, or `/remind@helper …` if two bots have one of that name.
 *
 * @module
 */
import type { Client, Command as BotCommand } from '@posthorn/client';
import { UsageError } from '../exit-codes.ts';
import { userName } from '../online.ts';
import { sanitiseLine } from '../sanitise.ts';

export interface KnownCommand extends BotCommand {
  /** The name of its bot. Safe to print. */
  readonly botName: string;
}

const WRITTEN = /^\/([a-z][a-z0-9_-]*)(?:@(\S+))?(?:\s+([\s\S]*))?$/u;

/** What a command looks like. */
export interface Slash {
  readonly name: string;
  /** The bot that is meant. */
  readonly bot?: string | undefined;
  /** What stands behind it. */
  readonly rest: string;
}

/** Undefined: a text is no command, whatever bots there are. */
export function slashIn(text: string): Slash | undefined {
  const found = WRITTEN.exec(text.trim());
  if (found === null) return undefined;
  const [, name = '', bot, rest = ''] = found;
  return { name, bot, rest: rest.trim() };
}

export async function commandsIn(client: Client, conversation: number): Promise<readonly KnownCommand[]> {
  const { commands } = await client.call('listCommands', { conversation });
  return Promise.all(
    commands.map(async (command) => ({
      ...command,
      botName: sanitiseLine(await userName(client, command.bot)),
    })),
  );
}

/** Undefined: there is none of this name. Throws a UsageError if several bots have it and none is named. */
export function commandFor(
  { name, bot }: Omit<Slash, 'rest'>,
  commands: readonly KnownCommand[],
): KnownCommand | undefined {
  const found = commands.filter(
    (each) => each.name === name && (bot === undefined || each.botName.toLowerCase() === bot.toLowerCase()),
  );
  if (found.length > 1)
    throw new UsageError(
      `Several bots have /${name}: ${found.map((each) => writtenName(each, commands)).join(', ')}.`,
    );
  return found[0];
}

/** How it is written: with its bot if another one has a command of this name. */
export function writtenName({ name, bot, botName }: KnownCommand, commands: readonly KnownCommand[]): string {
  const isTaken = commands.some((each) => each.name === name && each.bot !== bot);
  return isTaken ? `/${name}@${botName}` : `/${name}`;
}

/** A value as it is written behind a command: in quotes if it has blanks. */
export function quoted(value: string): string {
  return /[\s"']/.test(value) ? `"${value.replace(/["\\]/g, String.raw`\$&`)}"` : value;
}

/** A command whose arguments a shell has taken apart. One argument alone is the whole line, as people write it in a chat. */
export function lineOf(words: readonly string[]): string {
  const [name = '', ...values] = words;
  if (values.length === 0) return name;
  return [name, ...values.map(argument)].join(' ');
}

/** `note:extra hot` was `note:"extra hot"` before the shell took its quotes. */
function argument(word: string): string {
  const [prefix = ''] = /^[a-z][a-z0-9_-]*:(?=.*\s)/.exec(word) ?? [];
  return prefix + quoted(word.slice(prefix.length));
}
