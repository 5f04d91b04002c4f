/**
 * How well a document fits a question, the same on every engine: how often it has the words, for its length.
 *
 * @module
 */
import { encode, encodePrefix } from '../analyser/encode.ts';
import type { Piece, Term, Way } from '../analyser/terms.ts';
import type { Codes } from '../analyser/codes.ts';

/** What a term adds at most. Scores are whole numbers, so that a cursor can have one. */
const TERM_SCORE = 1_000_000;
/** As in BM25: after so many occurrences more of them hardly matter, in a text of USUAL_LENGTH. */
const SATURATION = 1.2;
/** The share of it that grows with the length. */
const LENGTH_SHARE = 0.75;
const USUAL_LENGTH = 15;

export type Scorer = (codes: Codes) => number;

type Fits = (code: string) => boolean;
/** Of a way: what its pieces look for. */
type WayFits = readonly Fits[];

export function scorerOf(terms: readonly Term[]): Scorer {
  const all = terms.map(({ ways }) => ways.map(fitsOfWay));
  return (codes) => {
    const dampening = SATURATION * (1 - LENGTH_SHARE + LENGTH_SHARE * (codes.sequence.length / USUAL_LENGTH));
    return all.reduce((sum, ways) => {
      const times = Math.max(0, ...ways.map((way) => timesIn(codes, way)));
      return sum + Math.round((TERM_SCORE * times) / (times + dampening));
    }, 0);
  };
}

function fitsOfWay(way: Way): WayFits {
  return way.map(fitsOfPiece);
}

function fitsOfPiece({ text, isPrefix }: Piece): Fits {
  const code = isPrefix ? encodePrefix(text).code : encode(text);
  return isPrefix ? (each) => each.startsWith(code) : (each) => each === code;
}

function timesIn({ sequence, beside }: Codes, way: WayFits): number {
  const [first] = way;
  if (first === undefined) return 0;
  if (way.length === 1) return sequence.filter(first).length + beside.filter(first).length;
  return sequence.filter((_, at) => way.every((fits, ahead) => fits(sequence[at + ahead] ?? ''))).length;
}
