/**
 * Several messages as plain text for the clipboard.
 *
 * @module
 */

export interface Spoken {
  readonly name: string;
  /** Already in words: "29 Nov 2026, 17:44". */
  readonly time: string;
  readonly text: string;
}

/** One message is its words alone. Of several, each has a line with name and time, its words, and an empty line between. */
export function copyText(messages: readonly Spoken[]): string {
  if (messages.length === 1) return messages[0]?.text ?? '';
  return messages.map(({ name, time, text }) => `${name}, ${time}\n${text}`).join('\n\n');
}
