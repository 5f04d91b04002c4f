/**
 * Whether a document has what a question asks for, told by its codes.
 *
 * @module
 */
import { encode, encodePrefix } from '../analyser/encode.ts';
import type { Codes } from '../analyser/codes.ts';
import type { Piece, Term, Way } from '../analyser/terms.ts';
import type { IndexDocument, IndexQuestion } from './search-index.ts';

type FitsCode = (code: string) => boolean;

/** How often a way occurs in codes. */
export type TimesIn = (codes: Codes) => number;

export type Matcher = (document: Pick<IndexDocument, 'codes' | 'sender' | 'time' | 'labels'>) => boolean;

export function matcherOf(question: IndexQuestion): Matcher {
  const { senders = [], notSenders = [], labels = [], notLabels = [], since, before } = question;
  const all = question.all.map(hasOf);
  const none = question.none.map(hasOf);
  return ({ codes, sender, time, labels: own }) =>
    (senders.length === 0 || senders.includes(sender)) &&
    !notSenders.includes(sender) &&
    labels.every((group) => group.some((label) => own.includes(label))) &&
    !notLabels.some((label) => own.includes(label)) &&
    (since === undefined || time >= since) &&
    (before === undefined || time < before) &&
    all.every((has) => has(codes)) &&
    !none.some((has) => has(codes));
}

export function timesOf(way: Way): TimesIn {
  const pieces = way.map(fitsOf);
  const [first] = pieces;
  if (first === undefined) return () => 0;
  if (pieces.length === 1) {
    return ({ sequence, beside }) => sequence.filter(first).length + beside.filter(first).length;
  }
  return ({ sequence }) =>
    sequence.filter((_, at) => pieces.every((fits, ahead) => fits(sequence[at + ahead] ?? ''))).length;
}

function hasOf({ ways }: Term): (codes: Codes) => boolean {
  const times = ways.map(timesOf);
  return (codes) => times.some((timesIn) => timesIn(codes) > 0);
}

function fitsOf({ text, isPrefix }: Piece): FitsCode {
  const code = isPrefix ? encodePrefix(text).code : encode(text);
  return isPrefix ? (each) => each.startsWith(code) : (each) => each === code;
}
