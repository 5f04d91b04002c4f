/**
 * Makes text from elsewhere harmless on our terminal: what others write, and what a server says. Control characters
 * could move the cursor, change colours, rename the window or type for the user. Bidirectional overrides could make a
 * line read as something else. Line breaks could fake a line.
 *
 * @module
 */

// Control characters (Cc) except tab and line feed, line and paragraph separators, format characters that change the
// direction or the shape of text, annotations, and tags.
const HARMFUL =
  /[^\P{Cc}\t\n]|[\u061C\u200E\u200F\u2028-\u202E\u2066-\u206F\uFEFF\uFFF9-\uFFFB\u{E0000}-\u{E007F}]/gu;

/** The text with every harmful character shown as a replacement character. Line breaks and tabs stay. */
export function sanitise(text: string): string {
  return text.replaceAll('\r\n', '\n').replace(HARMFUL, '\uFFFD');
}

/** Like sanitise(), on one line, with its line breaks to be seen. */
export function sanitiseRow(text: string): string {
  return sanitise(text).replace(/\n+/g, ' ⏎ ');
}

/** Like sanitiseRow(), for one column of several: tabs separate those. */
export function sanitiseLine(text: string): string {
  return sanitiseRow(text).replaceAll('\t', ' ');
}

/** Like sanitise(), as lines. Those behind the first are indented: none of them looks like the beginning of another. */
export function sanitiseLines(text: string): readonly string[] {
  return sanitise(text)
    .split('\n')
    .map((line, index) => (index === 0 ? line : `  ${line}`));
}

/** JSON of the same value without harmful characters. */
export function sanitiseJson(json: string): string {
  return json.replace(HARMFUL, (found) =>
    // A character beyond U+FFFF has two escapes (RFC 8259 §7).
    Array.from({ length: found.length }, (_, at) => escapeUnit(found.charCodeAt(at))).join(''),
  );
}

function escapeUnit(unit: number): string {
  return `\\u${unit.toString(16).padStart(4, '0')}`;
}
