/**
 * Pieces of a text that are shown so that they are seen.
 *
 * @module
 */

/** From a UTF-16 unit to the one behind the last one. */
export interface Mark {
  readonly start: number;
  readonly end: number;
}

export interface Piece {
  readonly text: string;
  readonly isHit: boolean;
}

/** The text in pieces: what is marked, and what stands between. `marks`: in their order, not within each other. */
export function piecesOf(text: string, marks: readonly Mark[] = []): readonly Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const { start, end } of marks) {
    pieces.push({ text: text.slice(from, start), isHit: false });
    pieces.push({ text: text.slice(start, end), isHit: true });
    from = end;
  }
  return [...pieces, { text: text.slice(from), isHit: false }].filter((piece) => piece.text !== '');
}

/** The opposite: a text, and what is marked in it. `change`: made of each piece first. */
export function joined(
  pieces: readonly Piece[],
  change: (text: string) => string,
): { readonly text: string; readonly marks: readonly Mark[] } {
  let text = '';
  const marks: Mark[] = [];
  for (const piece of pieces) {
    const start = text.length;
    text += change(piece.text);
    if (piece.isHit) marks.push({ start, end: text.length });
  }
  return { text, marks };
}
