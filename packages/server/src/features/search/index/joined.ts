/**
 * One document of several texts.
 *
 * @module
 */
import type { Codes } from '../analyser/codes.ts';

/** Stands between two texts, so that no phrase reaches from one into the other. No token has this code; see encode.ts. */
const BETWEEN = 'qqvz';

/** The codes of several texts, such as what a message says and the names of its files. */
export function joinedCodes(texts: readonly Codes[]): Codes {
  const beside = new Set<string>();
  const sequence: string[] = [];
  for (const each of texts) {
    if (sequence.length > 0 && each.sequence.length > 0) sequence.push(BETWEEN);
    sequence.push(...each.sequence);
    for (const code of each.beside) beside.add(code);
  }
  return { sequence, beside: [...beside] };
}
