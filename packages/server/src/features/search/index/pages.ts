/**
 * Pages of hits, the same on every engine. An engine finds hits from the newest to the oldest, from a place in that order on.
 *
 * @module
 */
import type { Codes } from '../analyser/codes.ts';
import { isExact } from './exactness.ts';
import { scorerOf } from './ranking.ts';
import type { Hit, IndexCounts, IndexPage, IndexQuestion, PageRequest } from './search-index.ts';
import { MAX_RANKED } from './search-index.ts';

export interface Found extends Hit {
  /** Digits and dots. Places compare as texts: newer hits have higher ones. */
  readonly place: string;
  readonly codes: Codes;
}

/** What an engine finds behind a place, and at it if `isInclusive`; from the first hit on by default. At most `limit`, and
 * fewer only at the end. */
export interface Wanted {
  readonly limit: number;
  readonly from?: { readonly place: string; readonly isInclusive: boolean };
}

/** A generator, so that it serves engines that answer at once as well as those that take their time. */
export type Finding<T> = Generator<Wanted, T, readonly Found[]>;

export function pageOf(question: IndexQuestion, request: PageRequest): Finding<IndexPage> {
  return request.order === 'best' && question.all.length > 0
    ? bestPage(question, request)
    : newestPage(question, request);
}

export function* countsOf(maxHits: number): Finding<IndexCounts> {
  const found = yield { limit: maxHits + 1 };
  const counts = new Map<number, number>();
  for (const { conversation } of found.slice(0, maxHits)) {
    counts.set(conversation, (counts.get(conversation) ?? 0) + 1);
  }
  // The order of the map is that of the newest hits, and sorting keeps it.
  const sorted = [...counts].sort(([, a], [, b]) => b - a);
  return {
    counts: sorted.map(([conversation, count]) => ({ conversation, count })),
    isComplete: found.length <= maxHits,
  };
}

function* newestPage(question: IndexQuestion, { limit, after }: PageRequest): Finding<IndexPage> {
  // One more tells whether there is a next page.
  const found = yield {
    limit: limit + 1,
    ...(after !== undefined && { from: { place: after, isInclusive: false } }),
  };
  const hits = found.slice(0, limit);
  const next = found.length > limit ? hits.at(-1)?.place : undefined;
  return { hits: hits.map(hitOf), next, isExact: isExact(question) };
}

/** Of `best`: what comes behind this score and place, of those from the place `newest` to the place `oldest`. */
const BEST_CURSOR = /^(?<score>\d+)-(?<place>[\d.]+)-(?<newest>[\d.]+)-(?<oldest>[\d.]+)$/;
const NEWEST_CURSOR = /^[\d.]+$/;

/** Whether it may be a cursor. Cursors come from clients in the end: whoever passes on another text made a mistake. */
export function isCursor(text: string): boolean {
  return text.length <= 300 && (NEWEST_CURSOR.test(text) || BEST_CURSOR.test(text));
}

function* bestPage(question: IndexQuestion, { limit, after }: PageRequest): Finding<IndexPage> {
  const cursor = after === undefined ? undefined : cursorIn(after);
  const found = yield {
    limit: MAX_RANKED,
    ...(cursor !== undefined && { from: { place: cursor.newest, isInclusive: true } }),
  };
  const [newest, oldest] =
    cursor === undefined ? [found[0]?.place, found.at(-1)?.place] : [cursor.newest, cursor.oldest];
  const scoreOf = scorerOf(question.all);
  // Those that others have made room for are no part of it.
  const ranked = found
    .filter(({ place }) => oldest === undefined || place >= oldest)
    .map((hit) => ({ hit, score: scoreOf(hit.codes) }))
    .filter(({ hit, score }) => cursor === undefined || isBehind(hit.place, score, cursor))
    .sort((a, b) => b.score - a.score || (a.hit.place < b.hit.place ? 1 : -1));
  const page = ranked.slice(0, limit);
  const last = page.at(-1);
  const next =
    ranked.length > limit && last !== undefined
      ? `${last.score}-${last.hit.place}-${newest}-${oldest}`
      : undefined;
  return { hits: page.map(({ hit }) => hitOf(hit)), next, isExact: isExact(question) };
}

interface BestCursor {
  readonly score: number;
  readonly place: string;
  readonly newest: string;
  readonly oldest: string;
}

function isBehind(place: string, score: number, cursor: BestCursor): boolean {
  return score < cursor.score || (score === cursor.score && place < cursor.place);
}

function cursorIn(text: string): BestCursor | undefined {
  const { score, place, newest, oldest } = BEST_CURSOR.exec(text)?.groups ?? {};
  if (score === undefined || place === undefined || newest === undefined || oldest === undefined)
    return undefined;
  return { score: Number(score), place, newest, oldest };
}

function hitOf({ conversation, seq, sender, time }: Found): Hit {
  return { conversation, seq, sender, time };
}
