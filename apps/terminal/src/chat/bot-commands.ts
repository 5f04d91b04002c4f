/**
 * The commands that are about what bots show.
 *
 * @module
 */
import { wholeNumber } from '../arguments.ts';
import { writtenName } from '../bots/commands-of.ts';
import { typeWords, usageOf } from '../bots/fields.ts';
import { sanitiseLine } from '../sanitise.ts';
import type { Chat } from './chat.ts';
import { entry, here } from './command.ts';
import type { ChatCommand } from './command.ts';
import type { Line } from './state.ts';
import { whichOfBot } from './which-line.ts';

export const BOT_COMMANDS: readonly ChatCommand[] = [
  entry(':bots', '', 'commands of the bots here: write /NAME and what it asks for', bots),
  entry(
    ':press',
    'N|last [OPTION…]',
    'press a button of a message, or choose from its menu, by the numbers shown there',
    press,
  ),
  entry(':dismiss', '[eN]', 'take away what a bot has shown to you alone', dismiss),
];

async function bots(chat: Chat): Promise<void> {
  here(chat);
  const commands = await chat.bots.commands();
  const rows = commands.flatMap((command) => {
    const { fields, description, botName } = command;
    const usage = usageOf(writtenName(command, commands).slice(1), fields);
    return [
      `  ${usage}  ${sanitiseLine(description)} (${botName})`,
      ...fields.map((field) => {
        const words = [typeWords(field), sanitiseLine(field.description)].filter((part) => part !== '');
        return `      ${field.name}: ${words.join(' – ')}`;
      }),
    ];
  });
  chat.notice(rows.length === 0 ? 'No bot here has commands.' : rows);
}

async function press(chat: Chat, _text: string, [word = '', ...numbers]: readonly string[]): Promise<void> {
  const line = whichOfBot(chat, word, canBePressed);
  await chat.bots.press(
    line,
    numbers.map((number) => wholeNumber(number, 'OPTION', 1)),
  );
}

async function dismiss(chat: Chat, word: string): Promise<void> {
  chat.bots.dismiss(whichOfBot(chat, word, ({ ephemeral }) => ephemeral !== undefined));
}

export function canBePressed({ components, isGone }: Line): boolean {
  return isGone !== true && (components?.rows.length ?? 0) > 0;
}
