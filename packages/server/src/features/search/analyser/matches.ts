/**
 * Where the terms of a query stand in a text. The same answer as an index gives, so it can also check what an index finds
 * that cannot do everything: InnoDB knows no prefix at the end of a phrase, PostgreSQL no position above 16383.
 *
 * @module
 */
import type { Query } from './query.ts';
import type { Piece, Term, Way } from './terms.ts';
import { isBeside, tokensOf } from './tokens.ts';
import type { Token } from './tokens.ts';

/** UTF-16 units of a text. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** A text that terms are looked up in. */
export class SearchedText {
  readonly #tokens: readonly Token[];
  readonly #sequence: readonly Token[];

  constructor(text: string) {
    this.#tokens = tokensOf(text);
    this.#sequence = this.#tokens.filter((token) => !isBeside(token));
  }

  /** All of its words, and none that it must not have; filters are not for a text to answer. */
  matches(query: Pick<Query, 'all' | 'none'>): boolean {
    return query.all.every((term) => this.has(term)) && !query.none.some((term) => this.has(term));
  }

  has(term: Term): boolean {
    return this.firstOf(term) !== undefined;
  }

  /** The first place of one of its ways. */
  firstOf(term: Term): Range | undefined {
    for (const way of term.ways) for (const place of this.#placesOfWay(way)) return place;
    return undefined;
  }

  /** In no order; they may overlap. Takes time in proportion to the text, times the pieces of the term. */
  placesOf(term: Term): readonly Range[] {
    return term.ways.flatMap((way) => [...this.#placesOfWay(way)]);
  }

  *#placesOfWay(way: Way): Generator<Range> {
    const [first, last] = [way[0], way.at(-1)];
    if (first === undefined || last === undefined) return;
    if (way.length === 1) {
      for (const token of this.#tokens)
        if (fits(token, first)) yield { start: token.start, end: endOf(token, first) };
      return;
    }
    for (let at = 0; at + way.length <= this.#sequence.length; at += 1) {
      if (!way.every((piece, ahead) => fits(this.#sequence[at + ahead], piece))) continue;
      const [begins, ends] = [this.#sequence[at], this.#sequence[at + way.length - 1]];
      if (begins && ends) yield { start: begins.start, end: endOf(ends, last) };
    }
  }
}

function fits(token: Token | undefined, { text, isPrefix }: Piece): boolean {
  if (token === undefined) return false;
  return isPrefix ? token.text.startsWith(text) : token.text === text;
}

/** A character is found in pairs that begin with it; the other one does not belong to what was found. */
function endOf(token: Token, { isPrefix }: Piece): number {
  return token.kind === 'pair' && isPrefix ? token.firstEnd : token.end;
}
