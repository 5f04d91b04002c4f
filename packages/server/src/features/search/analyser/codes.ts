/**
 * What an index holds of a text. Two columns: FTS5 and InnoDB give each word of a column a position of its own, so what
 * has none stands in another one. A phrase is looked for in `sequence`, a single word in both.
 *
 * @module
 */
import { encode } from './encode.ts';
import { isBeside, tokensOf } from './tokens.ts';

export interface Codes {
  /** In the order of the text: the code at index 3 has position 3. */
  readonly sequence: readonly string[];
  /** Each once. */
  readonly beside: readonly string[];
}

export function codesOf(text: string): Codes {
  const sequence: string[] = [];
  const beside = new Set<string>();
  for (const token of tokensOf(text)) {
    if (isBeside(token)) beside.add(encode(token.text));
    else sequence.push(encode(token.text));
  }
  return { sequence, beside: [...beside] };
}
