/**
 * Commands of the bots of a conversation: `/remind 10m "buy milk"`, or `/remind@helper …` if two bots have one of that name.
 *
 * @module
 */
import type { Command, Field } from '@posthorn/protocol';
import { SLASH_COMMANDS } from './slash-command.ts';

export interface BotCommand extends Command {
  /** The name of its bot; empty: not known yet. */
  readonly botName: string;
}

const WRITTEN = /^\/([a-z][a-z0-9_-]*)(?:@(\S+))?(?:\s+([\s\S]*))?$/u;

/** The text may be a command: nothing else is known of it. */
export function mayBeCommand(text: string): boolean {
  return WRITTEN.test(text.trim());
}

/** The command that a text is, and what was written behind it. Undefined: it is a text like others. */
export function botCommandIn(
  text: string,
  commands: readonly BotCommand[],
): { readonly command: BotCommand; readonly rest: string } | undefined {
  const [, name, bot, rest = ''] = WRITTEN.exec(text.trim()) ?? [];
  const command = commands.find(
    (each) => each.name === name && (bot === undefined || each.botName.toLowerCase() === bot.toLowerCase()),
  );
  return command === undefined ? undefined : { command, rest: rest.trim() };
}

/** How it is written: with its bot if another command has the same name. */
export function writtenName(
  { name, bot, botName }: BotCommand,
  commands: readonly BotCommand[],
): `/${string}` {
  const isTaken =
    SLASH_COMMANDS.some((each) => each.name === name) ||
    commands.some((each) => each.name === name && each.bot !== bot);
  return isTaken && botName !== '' ? `/${name}@${botName}` : `/${name}`;
}

/** `<when: time> [what: text]`: what must be written stands in `<>`. `typeWord` names a type. */
export function fieldsUsage(fields: readonly Field[], typeWord: (field: Field) => string): string {
  return fields
    .map((field) => {
      const words = `${field.name}: ${typeWord(field)}`;
      return field.required ? `<${words}>` : `[${words}]`;
    })
    .join(' ');
}
