/**
 * Makes other people's text harmless on our terminal. Control characters could move the cursor, change colours,
 * rename the window or type for the user. Bidirectional overrides could make a line read as something else.
 *
 * @module
 */

// Control characters (Cc) except tab and line feed, format characters that change the direction of text, and tags.
const HARMFUL = /[^\P{Cc}\t\n]|[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF\u{E0000}-\u{E007F}]/gu;

/** The text with every harmful character shown as a replacement character. Line breaks stay. */
export function sanitise(text: string): string {
  return text.replaceAll('\r\n', '\n').replace(HARMFUL, '\uFFFD');
}

/** Like sanitise(), on one line. */
export function sanitiseLine(text: string): string {
  return sanitise(text).replace(/[\n\t]+/g, ' ');
}
