/**
 * In which charset a page is written (HTML Standard §13.2.3.2).
 *
 * @module
 */

/** The standard has a browser look for a declaration in so many bytes. */
export const PRESCAN_BYTES = 1024;

const MARKS = [
  ['utf-8', Buffer.of(0xef, 0xbb, 0xbf)],
  ['utf-16be', Buffer.of(0xfe, 0xff)],
  ['utf-16le', Buffer.of(0xff, 0xfe)],
] as const;

const DECLARED = /<meta\b[^>]*?\bcharset\s*=\s*["']?\s*([\w.:-]+)/i;

/** `declared`: by the header of the answer. `start`: the first bytes. What is not known counts as UTF-8. */
export function decoderFor(declared: string | undefined, start: Buffer): TextDecoder {
  const mark = MARKS.find(([, bytes]) => start.subarray(0, bytes.length).equals(bytes));
  const inPage = DECLARED.exec(start.toString('latin1', 0, PRESCAN_BYTES))?.[1];
  for (const name of [mark?.[0], declared, inPage]) {
    const decoder = name === undefined ? undefined : known(name);
    if (decoder !== undefined) return decoder;
  }
  return new TextDecoder();
}

function known(name: string): TextDecoder | undefined {
  try {
    return new TextDecoder(name);
  } catch {
    return undefined;
  }
}
