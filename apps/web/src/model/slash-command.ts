/**
 * Commands that one types in the composer.
 *
 * @module
 */

export type SlashCommandName = 'me' | 'mute' | 'poll' | 'schedule' | 'search' | 'shrug' | 'unmute';

export interface SlashCommand {
  readonly name: SlashCommandName;
  /** What may stand behind it, as an example; empty: nothing. */
  readonly usage: string;
  /** English, and so the id of its translation. */
  readonly help: string;
}

export const SLASH_COMMANDS: readonly SlashCommand[] = [
  { name: 'me', usage: 'waves', help: 'Say what you do' },
  { name: 'mute', usage: '', help: 'No alerts from this conversation' },
  { name: 'poll', usage: 'Lunch?', help: 'Ask a question with answers to choose from' },
  { name: 'schedule', usage: '', help: 'Send a message later' },
  { name: 'search', usage: 'from:ann budget', help: 'Search this conversation' },
  { name: 'shrug', usage: '', help: 'Add a shrug' },
  { name: 'unmute', usage: '', help: 'Alerts from this conversation again' },
];

/** What a text that begins with a command means. Undefined: it is a text like others, such as `/etc/hosts`. */
export function commandIn(
  text: string,
): { readonly command: SlashCommand; readonly rest: string } | undefined {
  const [, name, rest = ''] = /^\/(\p{L}+)(?:\s+([\s\S]*))?$/u.exec(text.trim()) ?? [];
  const command = SLASH_COMMANDS.find((each) => each.name === name);
  return command === undefined ? undefined : { command, rest: rest.trim() };
}

/** The text that the command sends; undefined: it does something else. */
export function commandText(name: SlashCommandName, rest: string): string | undefined {
  // The backslash is doubled, because one alone would escape the mark.
  if (name === 'shrug') return `${rest} ¯\\\\\\_(ツ)\\_/¯`.trim();
  if (name === 'me') return rest === '' ? undefined : `_${rest.replaceAll('_', '\\_')}_`;
  return undefined;
}
