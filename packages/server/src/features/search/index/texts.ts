/**
 * The codes of a document as one text: ` SEQUENCE | BESIDE `, with a blank at each end and between all of them, so that a word or
 * a phrase between blanks is a substring. Without their lead, which all of them have.
 *
 * @module
 */
import type { Codes } from '../analyser/codes.ts';

const BETWEEN = ' | ';
/** Of each code; see encode.ts. */
const LEAD = 'qq';

export function textOf({ sequence, beside }: Codes): string {
  return ` ${wordsOf(sequence)}${BETWEEN}${wordsOf(beside)} `;
}

/** Codes as they stand in the text. */
export function wordsOf(codes: readonly string[]): string {
  return codes.map((code) => code.slice(LEAD.length)).join(' ');
}

export function codesIn(text: string): Codes {
  const at = text.indexOf(BETWEEN);
  return { sequence: listIn(text.slice(1, at)), beside: listIn(text.slice(at + BETWEEN.length, -1)) };
}

function listIn(text: string): readonly string[] {
  return text === '' ? [] : text.split(' ').map((word) => LEAD + word);
}
