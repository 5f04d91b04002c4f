/**
 * The codes of a document as one text: ` SEQUENCE | BESIDE `, with a blank at each end and between all of them, so that a word or
 * a phrase between blanks is a substring.
 *
 * @module
 */
import type { Codes } from '../analyser/codes.ts';

const BETWEEN = ' | ';

export function textOf({ sequence, beside }: Codes): string {
  return ` ${sequence.join(' ')}${BETWEEN}${beside.join(' ')} `;
}

export function codesIn(text: string): Codes {
  const at = text.indexOf(BETWEEN);
  return { sequence: listIn(text.slice(1, at)), beside: listIn(text.slice(at + BETWEEN.length, -1)) };
}

function listIn(text: string): readonly string[] {
  return text === '' ? [] : text.split(' ');
}
