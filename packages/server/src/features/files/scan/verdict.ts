/**
 * What a scanner says about a file.
 *
 * @module
 */

/**
 * - `clean`, `infected`: what the scanner found. `reason` in its words: one line of at most MAX_REASON_CHARS characters, maybe empty.
 * - `failed`: it said nothing that can be understood, or not in time. `reason` is for whoever runs the server.
 */
export interface Verdict {
  readonly found: 'clean' | 'infected' | 'failed';
  readonly reason: string;
}

const MAX_REASON_CHARS = 200;

/** A scanner's words may contain what the file is called, or contains. */
export function oneLine(text: string): string {
  const plain = text.replaceAll(/[\p{C}\s]+/gu, ' ').trim();
  return Array.from(plain).slice(0, MAX_REASON_CHARS).join('');
}
