/**
 * Finds where a word occurs in a text that is shown.
 *
 * @module
 */

export interface Piece {
  readonly text: string;
  /** Whether it is the word. */
  readonly isHit: boolean;
}

/** The text in pieces: what is the word, ignoring case, and what stands between. */
export function piecesOf(text: string, word: string | undefined): readonly Piece[] {
  const whole = [{ text, isHit: false }];
  if (word === undefined || word === '') return whole;
  const [lower, wanted] = [text.toLowerCase(), word.toLowerCase()];
  // A few letters are longer in lower case (İ): then its places are not those of the text.
  if (lower.length !== text.length) return whole;
  const pieces: Piece[] = [];
  let from = 0;
  for (let at = lower.indexOf(wanted); at >= 0; at = lower.indexOf(wanted, from)) {
    pieces.push({ text: text.slice(from, at), isHit: false });
    from = at + wanted.length;
    pieces.push({ text: text.slice(at, from), isHit: true });
  }
  return [...pieces, { text: text.slice(from), isHit: false }].filter((piece) => piece.text !== '');
}
