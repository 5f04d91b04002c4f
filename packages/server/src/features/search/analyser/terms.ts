/**
 * What somebody asks for, as tokens: the same analyser reads it.
 *
 * @module
 */
import { isBeside, tokensOf } from './tokens.ts';
import type { Token } from './tokens.ts';

/** A word or a phrase that a text must have, or must not. */
export interface Term {
  /** A text has the term if it has one of these. Not empty. */
  readonly ways: readonly Way[];
  /** Where it stands in the query, in UTF-16 units, without quotes. */
  readonly start: number;
  readonly end: number;
}

/**
 * One piece: a token of the text, beside the sequence too. More: tokens that follow each other in the sequence. Not
 * empty.
 */
export type Way = readonly Piece[];

export interface Piece {
  /** A token, or what one begins with. */
  readonly text: string;
  readonly isPrefix: boolean;
}

/** The ways in which a text can have these words in this order, at most so many pieces of each. None: no words. */
export function waysOf(words: string, options: { isPrefix: boolean; maxPieces: number }): readonly Way[] {
  const tokens = tokensOf(words);
  const sequence = tokens.filter((token) => !isBeside(token));
  const [first, last] = [sequence[0], sequence.at(-1)];
  if (first === undefined || last === undefined) return [];
  const ways: Way[] = [];
  const add = (pieces: readonly Piece[]): void => void ways.push(pieces.slice(0, options.maxPieces));
  add(piecesOf(sequence, options.isPrefix));
  if (sequence.length > 1) {
    // wi-fi is found as wifi
    const whole = tokens.find(
      ({ kind, start, end }) => kind === 'whole' && start === first.start && end === last.end,
    );
    if (whole !== undefined) add(piecesOf([whole], options.isPrefix));
  } else {
    // camelCase is found as camel_case
    const parts = tokens.filter(({ kind }) => kind === 'part');
    if (parts.length > 1) add(piecesOf(parts, options.isPrefix));
  }
  return ways;
}

function piecesOf(tokens: readonly Token[], isPrefix: boolean): readonly Piece[] {
  const pieces = tokens.map(({ text }) => ({ text, isPrefix: false }));
  const last = tokens.at(-1);
  if (last?.kind === 'single') {
    // Behind a pair it only says that the run ends here, which the text's need not; alone it begins any pair.
    const isBehindPair = tokens.at(-2)?.kind === 'pair';
    pieces.splice(-1, 1, ...(isBehindPair ? [] : [{ text: last.text, isPrefix: true }]));
  } else if (last !== undefined && isPrefix) {
    pieces.splice(-1, 1, { text: last.text, isPrefix: true });
  }
  return pieces;
}
