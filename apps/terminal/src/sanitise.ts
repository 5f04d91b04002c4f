/**
 * Other people's text on our terminal: it may say anything but must not do anything. Control characters could
 * move the cursor, change colours, rename the window or answer for the user; bidirectional overrides could
 * make a line read as something else.
 *
 * @module
 */

// Controls (Cc) but tab and line feed; format characters that turn the direction of text; tags.
const HARMFUL = /[^\P{Cc}\t\n]|[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF\u{E0000}-\u{E007F}]/gu;

/** The text with every harmful character shown as a replacement character. Line breaks stay. */
export function sanitise(text: string): string {
  return text.replaceAll('\r\n', '\n').replace(HARMFUL, '\uFFFD');
}

/** The same on one line. */
export function sanitiseLine(text: string): string {
  return sanitise(text).replace(/[\n\t]+/g, ' ');
}
