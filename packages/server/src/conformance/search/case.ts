/**
 * What the cases of the search index's suite have in common.
 *
 * @module
 */
import { codesOf } from '../../features/search/analyser/codes.ts';
import { parseQuery } from '../../features/search/analyser/query.ts';
import type {
  Hit,
  IndexDocument,
  IndexOrder,
  IndexQuestion,
  Reach,
  SearchIndex,
} from '../../features/search/index/search-index.ts';

export interface OpenIndex {
  /** Empty. */
  readonly index: SearchIndex;
  /** Closes the index and opens it again, as a new process does. */
  readonly reopen: () => Promise<SearchIndex>;
  /** Ends what the index runs on in the middle of whatever it does; it goes on by itself afterwards. */
  readonly crash: () => Promise<void>;
  /** Waits until what was erased is gone as far as it ever goes; then everything that the engine keeps, as bytes. */
  readonly bytes: () => Promise<Uint8Array>;
  readonly dispose: () => Promise<void>;
}

export interface IndexCase {
  readonly name: string;
  /** Absent: any backend. */
  readonly needs?: 'crash' | 'bytes' | 'reopen';
  readonly run: (open: OpenIndex) => Promise<void>;
}

export const START = Date.UTC(2026, 10, 1);
export const MINUTE_MS = 60_000;

/** A message as the suite writes it: a minute for each seq. */
export function said(
  conversation: number,
  seq: number,
  text: string,
  more: Partial<IndexDocument> = {},
): IndexDocument {
  return {
    conversation,
    seq,
    sender: 1,
    time: START + seq * MINUTE_MS,
    codes: codesOf(text),
    labels: ['kind:text'],
    ...more,
  };
}

export function words(typed: string): IndexQuestion {
  const { all, none } = parseQuery(typed);
  return { all, none };
}

export function whole(...conversations: readonly number[]): Reach {
  return conversations.map((conversation) => ({ conversation, from: 1, to: 1_000_000 }));
}

export function keyOf({
  conversation,
  seq,
}: {
  readonly conversation: number;
  readonly seq: number;
}): string {
  return `${conversation}/${seq}`;
}

/** The keys of all hits, page by page. */
export async function allHits(
  index: SearchIndex,
  question: IndexQuestion,
  reach: Reach,
  { order = 'newest', limit = 100 }: { readonly order?: IndexOrder; readonly limit?: number } = {},
): Promise<readonly string[]> {
  const hits: Hit[] = [];
  for (let after: string | undefined; ;) {
    const page = await index.search(question, reach, { order, limit, ...(after !== undefined && { after }) });
    hits.push(...page.hits);
    if (page.next === undefined) return hits.map(keyOf);
    after = page.next;
  }
}
