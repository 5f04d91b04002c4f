/**
 * What was found of a message, in pieces.
 *
 * @module
 */
import type { FoundMessage } from '@posthorn/client';
import { piecesOf } from './chat/highlight.ts';
import type { Piece } from './chat/highlight.ts';

/** The snippet, with dots where it is cut, and a sign before the name of a file. */
export function foundPieces({
  snippet,
  marks,
  matched,
  cutBefore,
  cutBehind,
}: Omit<FoundMessage, 'message'>): readonly Piece[] {
  const plain = (text: string): Piece => ({ text, isHit: false });
  return [
    ...(matched === 'file-name' ? [plain('📎 ')] : []),
    ...(cutBefore ? [plain('… ')] : []),
    ...piecesOf(snippet, marks),
    ...(cutBehind ? [plain(' …')] : []),
  ];
}
