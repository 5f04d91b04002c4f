/**
 * A piece of a text that shows why it was found.
 *
 * @module
 */
import { SearchedText } from './matches.ts';
import type { Range } from './matches.ts';
import type { Query } from './query.ts';

export interface Snippet {
  /** A piece of the text as it is: draw it as text. */
  readonly text: string;
  /** Where it begins in the text, in UTF-16 units. */
  readonly start: number;
  readonly isCutBefore: boolean;
  readonly isCutBehind: boolean;
  /** What was found, in `text`: in order, apart from each other. */
  readonly ranges: readonly Range[];
}

export interface SnippetOptions {
  /** UTF-16 units, DEFAULT_SNIPPET_UNITS if not given. */
  readonly maxUnits?: number;
}

export const DEFAULT_SNIPPET_UNITS = 200;

/** So far a cut is moved to reach a blank. */
const MAX_TO_BLANK = 20;
/** The share of what is left over that stands before what was found. */
const SHARE_BEFORE = 1 / 3;
/** No character begins with these: halves of one, marks, what joins two. */
const WITHIN_CHARACTER = /^[\uDC00-\uDFFF\p{M}\u200D\p{Emoji_Modifier}]/u;

interface Hit extends Range {
  /** Which term of the query it is of. */
  readonly term: number;
}

/** The piece with the most terms, then with the most hits; the first of equal ones. Without a hit: the beginning. */
export function snippet(text: string, query: Pick<Query, 'all'>, options: SnippetOptions = {}): Snippet {
  const maxUnits = options.maxUnits ?? DEFAULT_SNIPPET_UNITS;
  const searched = new SearchedText(text);
  const hits = query.all
    .flatMap((term, index): Hit[] => searched.placesOf(term).map((place) => ({ ...place, term: index })))
    .sort((a, b) => a.start - b.start || a.end - b.end);
  const { start, end } = cut(text, bestOf(hits, maxUnits), maxUnits);
  return {
    text: text.slice(start, end),
    start,
    isCutBefore: start > 0,
    isCutBehind: end < text.length,
    ranges: rangesWithin(hits, start, end),
  };
}

/** From the first hit to the last one of those that fit and are the most. */
function bestOf(hits: readonly Hit[], maxUnits: number): Range {
  let best = { start: 0, end: 0, terms: 0, count: 0 };
  const counts = new Map<number, number>();
  let first = 0;
  hits.forEach((hit, index) => {
    counts.set(hit.term, (counts.get(hit.term) ?? 0) + 1);
    for (let out = hits[first]; out && first < index && hit.end - out.start > maxUnits; out = hits[first]) {
      const left = (counts.get(out.term) ?? 0) - 1;
      if (left > 0) counts.set(out.term, left);
      else counts.delete(out.term);
      first += 1;
    }
    const count = index - first + 1;
    if (counts.size < best.terms || (counts.size === best.terms && count <= best.count)) return;
    best = { start: hits[first]?.start ?? 0, end: hit.end, terms: counts.size, count };
  });
  return best;
}

/** What is shown around a place: not more than may be, from a blank to a blank if one is near. */
function cut(text: string, place: Range, maxUnits: number): Range {
  if (text.length <= maxUnits) return { start: 0, end: text.length };
  const spare = Math.max(0, maxUnits - (place.end - place.start));
  const from = Math.max(
    0,
    Math.min(place.start - Math.floor(spare * SHARE_BEFORE), text.length - maxUnits, place.start),
  );
  const to = Math.min(text.length, from + maxUnits);
  return {
    start: from === 0 ? 0 : beginning(text, from, Math.min(place.start, to)),
    end: to === text.length ? to : ending(text, Math.max(Math.min(place.end, to), from), to),
  };
}

/** The first good place at `from` or behind it, up to `limit`. */
function beginning(text: string, from: number, limit: number): number {
  if (/\s/.test(text.charAt(from - 1))) return from;
  const blank = text.slice(from, Math.min(limit, from + MAX_TO_BLANK)).search(/\s/);
  if (blank >= 0) return from + blank + 1;
  let at = from;
  while (at < limit && isWithinCharacter(text, at)) at += 1;
  return at;
}

/** The last good place at `to` or before it, down to `limit`. */
function ending(text: string, limit: number, to: number): number {
  if (/\s/.test(text.charAt(to))) return to;
  const low = Math.max(limit, to - MAX_TO_BLANK);
  const blank = /\s\S*$/.exec(text.slice(low, to))?.index;
  if (blank !== undefined) return low + blank;
  let at = to;
  while (at > limit && isWithinCharacter(text, at)) at -= 1;
  // A single character longer than all that may be shown.
  return at > limit ? at : to;
}

function isWithinCharacter(text: string, at: number): boolean {
  return WITHIN_CHARACTER.test(text.slice(at, at + 2)) || text.charAt(at - 1) === '\u200D';
}

function rangesWithin(hits: readonly Hit[], start: number, end: number): readonly Range[] {
  const ranges: { start: number; end: number }[] = [];
  for (const hit of hits) {
    const range = { start: Math.max(hit.start, start) - start, end: Math.min(hit.end, end) - start };
    if (range.end <= range.start) continue;
    const before = ranges.at(-1);
    if (before !== undefined && range.start <= before.end) before.end = Math.max(before.end, range.end);
    else ranges.push(range);
  }
  return ranges;
}
