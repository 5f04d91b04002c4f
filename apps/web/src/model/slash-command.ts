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
}

export const SLASH_COMMANDS: readonly SlashCommand[] = [
  { name: 'me', usage: 'waves' },
  { name: 'mute', usage: '' },
  { name: 'poll', usage: 'Lunch?' },
  { name: 'schedule', usage: 'Good morning' },
  { name: 'search', usage: 'from:ann budget' },
  { name: 'shrug', usage: '' },
  { name: 'unmute', usage: '' },
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
