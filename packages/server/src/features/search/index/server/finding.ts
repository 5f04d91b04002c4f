/**
 * Finds documents on a database server, in blocks from the newest to the oldest: those of the reader alone, and of these the ones
 * whose signature lets them have a hit.
 *
 * It goes back in time in *windows*, each of so many blocks more. What the conversations of these blocks have within the window is
 * complete for it, as all other blocks are older, so the search ends with the first window in which there is enough. For the
 * last one, which reaches back to the beginning, only the blocks themselves are looked into.
 *
 * @module
 */
import { rows } from '../../../../store/sql/sql.ts';
import type { Query } from '../../../../store/sql/sql.ts';
import { matcherOf } from '../matching.ts';
import type { Matcher } from '../matching.ts';
import type { Found, Wanted } from '../pages.ts';
import type { IndexQuestion, Reach, SeqRange } from '../search-index.ts';
import { codesIn } from '../texts.ts';
import type { IndexDialect, SqlPart } from './dialect.ts';
import { planOf } from './plan.ts';
import type { Plan } from './plan.ts';
import { BLOCK_SEQS } from './signature.ts';

/** Most questions are answered by so many blocks; then many are listed at once. */
const FIRST_BLOCKS = 64;
const MORE_BLOCKS = 50_000;
/** Each window has at least so many times the blocks of all before it. */
const GROWTH = 4;
const SPARE = 1.5;
/** No hit is as good as this. */
const LEAST_FOUND = 0.1;
const LAST_TIME = Number.MAX_SAFE_INTEGER;
/** Of the numbers in a place, so that places compare as texts. */
const PLACE_DIGITS = 16;

interface BlockRow {
  readonly conversation: number;
  readonly block: number;
  readonly oldest: number;
  readonly newest: number;
}

interface DocumentRow {
  readonly conversation: number;
  readonly seq: number;
  readonly sender: number;
  readonly time: number;
  readonly codes: Uint8Array;
  readonly labels: string;
}

/** Times from `since` to `until`, inclusive. */
interface Window {
  readonly since: number;
  readonly until: number;
}

/** Within one snapshot. */
export function find(
  dialect: IndexDialect,
  question: IndexQuestion,
  reach: Reach,
  wanted: Wanted,
): Query<readonly Found[]> {
  return new Search(dialect, question, reach, wanted).run();
}

class Search {
  readonly #dialect: IndexDialect;
  readonly #plan: Plan;
  readonly #matches: Matcher;
  readonly #ranges: ReadonlyMap<number, readonly SeqRange[]>;
  readonly #wanted: Wanted;
  readonly #since: number;
  /** Documents are of this time or older. */
  readonly #until: number;
  /** The newest ones so far, in order. */
  #found: readonly Found[] = [];

  constructor(dialect: IndexDialect, question: IndexQuestion, reach: Reach, wanted: Wanted) {
    this.#dialect = dialect;
    this.#plan = planOf(question, dialect);
    this.#matches = matcherOf(question);
    this.#ranges = byConversation(reach);
    this.#wanted = wanted;
    this.#since = question.since ?? 0;
    const last = wanted.from === undefined ? LAST_TIME : timeIn(wanted.from.place);
    this.#until = Math.min(last, (question.before ?? LAST_TIME) - 1);
  }

  *run(): Query<readonly Found[]> {
    if (this.#ranges.size === 0) return [];
    let blocks = yield* this.#list(FIRST_BLOCKS);
    let isComplete = blocks.length < FIRST_BLOCKS;
    let until = this.#until;
    for (let count = FIRST_BLOCKS; ; count = this.#nextCount(count)) {
      const within = blocks.slice(0, count);
      // No other block has anything after this moment.
      const next = blocks.length > count || isComplete ? blocks[count] : within.at(-1);
      const since = next === undefined ? 0 : next.newest + 1;
      if (since <= until) yield* this.#look(within, { since, until });
      if (next === undefined || this.#found.length >= this.#wanted.limit) return this.#found;
      until = Math.min(until, since - 1);
      if (isComplete) continue;
      const more = yield* this.#list(MORE_BLOCKS, blocks.at(-1));
      blocks = [...blocks, ...more];
      isComplete = more.length < MORE_BLOCKS;
    }
  }

  /** How many blocks it takes if the rest has as many hits as these: few windows for what is rare. */
  #nextCount(count: number): number {
    const needed = (count * this.#wanted.limit) / Math.max(this.#found.length, LEAST_FOUND);
    return Math.ceil(Math.max(count * GROWTH, needed * SPARE));
  }

  /** Documents below this time are not wanted any more; 0 as long as more of any time are. */
  #lowest(): number {
    return this.#found.length < this.#wanted.limit ? 0 : (this.#found.at(-1)?.time ?? 0);
  }

  *#list(limit: number, after?: BlockRow): Query<readonly BlockRow[]> {
    const { block } = this.#plan;
    const { newest, conversation, block: number } = after ?? { newest: LAST_TIME, conversation: 0, block: 0 };
    return yield* rows<BlockRow>(
      `SELECT conversation, block, oldest, newest FROM search_blocks
       WHERE conversation IN (?) AND newest >= ? AND oldest <= ?
         AND (newest < ? OR (newest = ? AND (conversation < ? OR (conversation = ? AND block < ?))))
         ${block === undefined ? '' : `AND ${block.text}`}
       ORDER BY newest DESC, conversation DESC, block DESC LIMIT ?`,
      [...this.#ranges.keys()],
      this.#since,
      this.#until,
      newest,
      newest,
      conversation,
      conversation,
      number,
      ...(block?.values ?? []),
      limit,
    );
  }

  *#look(blocks: readonly BlockRow[], window: Window): Query<void> {
    const within = blocks.filter(({ oldest }) => oldest <= window.until);
    if (within.length === 0) return;
    if (window.since > 0) {
      const conversations = [...new Set(within.map(({ conversation }) => conversation))];
      const text = `FROM search_documents AS documents${this.#dialect.byTime} WHERE conversation IN (?)`;
      yield* this.#lookInto({ text, values: [conversations] }, window);
      return;
    }
    const ranges = merged(within.flatMap((block) => this.#seenOf(block)));
    const { maxRanges } = this.#dialect;
    for (let at = 0; at < ranges.length; at += maxRanges) {
      yield* this.#lookInto(this.#dialect.documentsIn(ranges.slice(at, at + maxRanges)), window);
    }
  }

  *#lookInto(from: SqlPart, { since, until }: Window): Query<void> {
    const { document } = this.#plan;
    // A sum: PostgreSQL is not to read whole conversations by time where it has blocks to look into.
    const time = since > 0 ? 'time' : 'time + 0';
    const candidates = yield* rows<DocumentRow>(
      `SELECT documents.conversation, documents.seq, sender, time, codes, labels ${from.text}
         AND ${time} >= ? AND ${time} <= ? AND ${document.text}`,
      ...from.values,
      Math.max(this.#since, since, this.#lowest()),
      until,
      ...document.values,
    );
    const hits = candidates.flatMap((row) => this.#hitOf(row));
    this.#found = [...this.#found, ...hits]
      .sort((a, b) => (a.place < b.place ? 1 : -1))
      .slice(0, this.#wanted.limit);
  }

  #seenOf({ conversation, block }: BlockRow): readonly SeqRange[] {
    const [first, last] = [block * BLOCK_SEQS + 1, (block + 1) * BLOCK_SEQS];
    return (this.#ranges.get(conversation) ?? [])
      .map(({ from, to }) => ({ conversation, from: Math.max(from, first), to: Math.min(to, last) }))
      .filter(({ from, to }) => from <= to);
  }

  #hitOf({ conversation, seq, sender, time, codes: given, labels }: DocumentRow): readonly Found[] {
    const { from } = this.#wanted;
    const ranges = this.#ranges.get(conversation) ?? [];
    if (!ranges.some((range) => range.from <= seq && seq <= range.to)) return [];
    const place = [time, conversation, seq].map((each) => String(each).padStart(PLACE_DIGITS, '0')).join('.');
    if (from !== undefined && (from.isInclusive ? place > from.place : place >= from.place)) return [];
    const codes = codesIn(Buffer.from(given.buffer, given.byteOffset, given.byteLength).toString('latin1'));
    if (!this.#matches({ codes, sender, time, labels: labels.split(' ') })) return [];
    return [{ place, conversation, seq, sender, time, codes }];
  }
}

/** Neighbours as one. */
function merged(ranges: readonly SeqRange[]): readonly SeqRange[] {
  const sorted = [...ranges].sort((a, b) => a.conversation - b.conversation || a.from - b.from);
  const merging: SeqRange[] = [];
  for (const range of sorted) {
    const before = merging.at(-1);
    if (before?.conversation === range.conversation && before.to + 1 === range.from) {
      merging.splice(-1, 1, { ...before, to: range.to });
    } else {
      merging.push(range);
    }
  }
  return merging;
}

function byConversation(reach: Reach): ReadonlyMap<number, readonly SeqRange[]> {
  const ranges = new Map<number, SeqRange[]>();
  for (const range of reach) {
    if (range.from > range.to) continue;
    const known = ranges.get(range.conversation);
    if (known === undefined) ranges.set(range.conversation, [range]);
    else known.push(range);
  }
  return ranges;
}

function timeIn(place: string): number {
  return Number(place.slice(0, PLACE_DIGITS));
}
