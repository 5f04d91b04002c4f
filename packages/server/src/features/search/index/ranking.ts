/**
 * How well a document fits a question, the same on every engine: how often it has the words, for its length.
 *
 * @module
 */
import type { Codes } from '../analyser/codes.ts';
import type { Term } from '../analyser/terms.ts';
import { timesOf } from './matching.ts';

/** What a term adds at most. Scores are whole numbers, so that a cursor can have one. */
const TERM_SCORE = 1_000_000;
/** As in BM25: after so many occurrences more of them hardly matter, in a text of USUAL_LENGTH. */
const SATURATION = 1.2;
/** The share of it that grows with the length. */
const LENGTH_SHARE = 0.75;
const USUAL_LENGTH = 15;

export function scorerOf(terms: readonly Term[]): (codes: Codes) => number {
  const all = terms.map(({ ways }) => ways.map(timesOf));
  return (codes) => {
    const length = codes.sequence.length / USUAL_LENGTH;
    const dampening = SATURATION * (1 - LENGTH_SHARE + LENGTH_SHARE * length);
    return all.reduce((sum, ways) => {
      const times = Math.max(0, ...ways.map((timesIn) => timesIn(codes)));
      return sum + Math.round((TERM_SCORE * times) / (times + dampening));
    }, 0);
  };
}
