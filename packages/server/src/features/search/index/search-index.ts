/**
 * The search index: which messages have which words. It keeps nothing that the log does not have, so it may be lost at any
 * time and is built anew from the log; and it never holds words that the log has no more for longer than its writer needs to
 * tell it.
 *
 * A *document* is a message, named by (conversation, seq). The index also keeps, for each conversation, how far the log has
 * been indexed, in the same transaction as the documents: what is indexed and how far never disagree, whatever is lost.
 *
 * Duties of every implementation (the conformance suite checks them):
 * - Atomic: one call of write() is one transaction, and what it has resolved is seen by all searches that begin afterwards.
 * - Blind outside: a document outside the reach of a search has no influence on what it returns.
 * - Exact: it finds all documents that have what was asked for and, if a page says `isExact`, no others.
 * - Stable: whoever follows the cursors to the end gets every document once that was there all the time, whatever
 *   is written meanwhile.
 * - Erased is gone: codes of documents that were erased or replaced are soon in no file of the engine, as far as that is ours
 *   to say. Codes can be read like words.
 * - A failed call rejects with a StoreError. After `unavailable` it is unknown whether a write happened; repeating it is
 *   harmless.
 * - Not durable in the strict sense: the last writes may be lost in a power failure, from the end, positions included.
 *
 * @module
 */
import type { Codes } from '../analyser/codes.ts';
import type { Term } from '../analyser/terms.ts';

export interface DocumentKey {
  readonly conversation: number;
  readonly seq: number;
}

export interface IndexDocument extends DocumentKey {
  readonly sender: number;
  /** Unix ms. Newest first is by this time; within a conversation and a second, by seq. */
  readonly time: number;
  /** Of all that can be found in it: its text, names of its files. See joinedCodes() for several texts. */
  readonly codes: Codes;
  /**
   * What else can be asked for, each once, such as `kind:text`, `has:file`. At most MAX_LABELS, of any characters but blanks,
   * each with at most MAX_LABEL_UNITS.
   */
  readonly labels: readonly string[];
}

/** Seqs from `from` to `to`, inclusive, of a conversation. Empty if `to` is below `from`. */
export interface SeqRange {
  readonly conversation: number;
  readonly from: number;
  readonly to: number;
}

/** Carried out in the order of the fields. */
export interface IndexChanges {
  readonly eraseRanges?: readonly SeqRange[];
  readonly erase?: readonly DocumentKey[];
  /** Replaces what was there under the same key. The later one of two with the same key counts. */
  readonly put?: readonly IndexDocument[];
  /** How far the log is indexed now. */
  readonly positions?: readonly PositionChange[];
  /** Notes of whoever writes; null removes one. */
  readonly notes?: Readonly<Record<string, string | null>>;
}

export interface IndexPosition {
  readonly conversation: number;
  /** All that the log says up to here is in the index. */
  readonly seq: number;
}

export interface PositionChange extends IndexPosition {
  /**
   * What the position has to be before (0: none). If it is another one, somebody else writes to the index, and nothing of
   * the changes is written. Absent: whatever it is.
   */
  readonly expected?: number;
}

export interface IndexState {
  /** Of the version of the analyser that clear() was given. 0: a new index. */
  readonly analyser: number;
  /** Another one after each clear(), and after the index was lost. */
  readonly id: string;
  readonly notes: ReadonlyMap<string, string>;
}

export interface IndexStats {
  readonly documents: number;
  /** On disk or in memory, as far as the engine tells. */
  readonly bytes: number;
}

/** What is looked for: documents with all of it. Empty lists ask for nothing. */
export interface IndexQuestion {
  /** Has each of these terms. */
  readonly all: readonly Term[];
  /** And none of these. */
  readonly none: readonly Term[];
  /** One of these has sent it. */
  readonly senders?: readonly number[];
  /** None of these has. */
  readonly notSenders?: readonly number[];
  /** It has at least one label of each of these lists. */
  readonly labels?: readonly (readonly string[])[];
  /** And none of these. */
  readonly notLabels?: readonly string[];
  /** Unix ms, inclusive. */
  readonly since?: number;
  /** Unix ms, exclusive. */
  readonly before?: number;
}

/** What the reader may see. Ranges of one conversation do not overlap. In any order. */
export type Reach = readonly SeqRange[];

/**
 * - `newest`: by falling time.
 * - `best`: the best of the newest MAX_RANKED, by how often and how densely they have the words; equals by falling time.
 */
export type IndexOrder = 'newest' | 'best';

export interface PageRequest {
  readonly order: IndexOrder;
  /** 1 to MAX_HITS. */
  readonly limit: number;
  /** `next` of the page before, for the same question and order. */
  readonly after?: string;
}

export interface Hit extends DocumentKey {
  readonly sender: number;
  readonly time: number;
}

export interface IndexPage {
  readonly hits: readonly Hit[];
  /** Undefined: this was the last page. A page may have fewer hits than its limit, even none, and not be the last. */
  readonly next: string | undefined;
  /** False: there may be hits that do not match; check them with SearchedText. Only very long words and prefixes. */
  readonly isExact: boolean;
}

export interface IndexCounts {
  /** Conversations with hits, the one with the most first; equals by the newest hit. */
  readonly counts: readonly { readonly conversation: number; readonly count: number }[];
  /** False: only the newest `maxHits` were counted. */
  readonly isComplete: boolean;
}

export interface SearchIndex {
  /** `shared`: other processes may have the same index open. */
  readonly capabilities: { readonly shared: boolean };
  /** Rejects with `corrupt` if the index was lost or spoilt since it was opened; clear() then begins a new one. */
  state(): Promise<IndexState>;
  /** Cheap, and not exact on database servers. */
  stats(): Promise<IndexStats>;
  /** Removes everything: documents, positions, notes. `analyser`: of those that will be written. */
  clear(analyser: number): Promise<void>;
  /** At most MAX_CHANGES documents and ranges. False: nothing was written, because a position was not as expected. */
  write(changes: IndexChanges): Promise<boolean>;
  /** By rising conversation; `after` is the last one of the page before. */
  positions(request: { readonly after?: number; readonly limit: number }): Promise<readonly IndexPosition[]>;
  /** Those that there are of these. In any order. */
  positionsOf(conversations: readonly number[]): Promise<readonly IndexPosition[]>;
  search(question: IndexQuestion, reach: Reach, page: PageRequest): Promise<IndexPage>;
  /** By conversation, of at most `maxHits` hits. */
  count(question: IndexQuestion, reach: Reach, bounds: { readonly maxHits: number }): Promise<IndexCounts>;
  /** Waits for running calls. Idempotent. */
  close(): Promise<void>;
}

export const MAX_LABELS = 16;
export const MAX_LABEL_UNITS = 40;
export const MAX_HITS = 100;
export const MAX_RANKED = 500;
export const MAX_CHANGES = 10_000;
