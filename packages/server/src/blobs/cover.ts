/**
 * The pieces that make up an upload. Each writer has pieces of its own, which nobody else ever changes, so pieces of several routers
 * may overlap. What has been received is what they cover from 0 on without a gap.
 *
 * @module
 */

export interface Piece {
  readonly name: string;
  /** Offset in the upload. */
  readonly start: number;
  readonly bytes: number;
}

/** What of a piece is used: its bytes from `from` (in the piece) to its end. */
export interface CoveringPiece extends Piece {
  readonly from: number;
}

export interface Cover {
  readonly bytes: number;
  /** In order; each begins where the one before ends. */
  readonly pieces: readonly CoveringPiece[];
}

/** Of the pieces that reach over the end so far, takes the one that reaches furthest. Deterministic. */
export function coverOf(pieces: readonly Piece[]): Cover {
  const sorted = pieces.toSorted((a, b) => a.start - b.start || (a.name < b.name ? -1 : 1));
  const chosen: CoveringPiece[] = [];
  let bytes = 0;
  let next = 0;
  for (;;) {
    let furthest: Piece | undefined;
    for (let piece = sorted[next]; piece !== undefined && piece.start <= bytes; piece = sorted[++next]) {
      if (furthest === undefined || endOf(piece) > endOf(furthest)) furthest = piece;
    }
    if (furthest === undefined || endOf(furthest) <= bytes) return { bytes, pieces: chosen };
    chosen.push({ ...furthest, from: bytes - furthest.start });
    bytes = endOf(furthest);
  }
}

function endOf({ start, bytes }: Piece): number {
  return start + bytes;
}
