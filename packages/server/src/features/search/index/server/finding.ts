/**
 * Finds documents on a database server, in blocks from the newest to the oldest: those of the reader alone, and of these the ones
 * whose signature lets them have a hit.
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
import type { IndexDialect } from './dialect.ts';
import { planOf } from './plan.ts';
import type { Plan } from './plan.ts';
import { BLOCK_SEQS } from './signature.ts';

/** How many blocks are listed at once: few, as most questions are answered by the first; then many. */
const LISTED = [64, 1024, 8192];
/** How many seqs are looked at together. */
const LOOKED_AT = [1024, 4096, 16_384];
/** Ranges of one statement. */
const MAX_RANGES = 512;
const LAST_TIME = Number.MAX_SAFE_INTEGER;
/** Of the numbers in a place, so that places compare as texts. */
const PLACE_DIGITS = 16;

interface BlockRow {
  readonly conversation: number;
  readonly block: number;
  readonly newest: number;
  readonly signed: number;
  /** 1: by its signature it may have a hit; otherwise only what is behind the signed ones may be one. */
  readonly may: number;
}

interface DocumentRow {
  readonly conversation: number;
  readonly seq: number;
  readonly sender: number;
  readonly time: number;
  readonly codes: Uint8Array;
  readonly labels: string;
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
    let after: BlockRow | undefined;
    for (let round = 0; ; round += 1) {
      const limit = LISTED[Math.min(round, LISTED.length - 1)] ?? 0;
      const blocks = yield* this.#list(limit, after);
      const isLast = blocks.length < limit;
      after = blocks.at(-1);
      if (yield* this.#lookInto(blocks, round, isLast)) return this.#found;
      if (isLast) return this.#found;
    }
  }

  /** Looks into the blocks, from the first on, until nothing that follows can be newer than what was found. */
  *#lookInto(blocks: readonly BlockRow[], round: number, isLast: boolean): Query<boolean> {
    let step = round;
    for (let at = 0; at < blocks.length; step += 1) {
      const most = LOOKED_AT[Math.min(step, LOOKED_AT.length - 1)] ?? 1;
      const ranges: SeqRange[] = [];
      for (let seqs = 0; seqs < most && ranges.length < MAX_RANGES && at < blocks.length; at += 1) {
        for (const range of this.#seenOf(blocks[at] as BlockRow)) {
          ranges.push(range);
          seqs += range.to - range.from + 1;
        }
      }
      yield* this.#look(ranges);
      // Those that are not listed yet are not newer than the last one that is.
      const newestLeft = at < blocks.length ? blocks[at]?.newest : isLast ? -1 : blocks.at(-1)?.newest;
      if (this.#lowest() > (newestLeft ?? -1)) return true;
    }
    return false;
  }

  /** Documents below this time are not wanted any more; -1 as long as more of any time are. */
  #lowest(): number {
    return this.#found.length < this.#wanted.limit ? -1 : (this.#found.at(-1)?.time ?? -1);
  }

  *#list(limit: number, after: BlockRow | undefined): Query<readonly BlockRow[]> {
    const { block } = this.#plan;
    const { newest, conversation, block: number } = after ?? { newest: LAST_TIME, conversation: 0, block: 0 };
    return yield* rows<BlockRow>(
      `SELECT conversation, block, newest, signed, may FROM (
         SELECT conversation, block, newest, last, signed, ${
           block === undefined ? '1' : `CASE WHEN signed = 0 THEN 0 WHEN ${block.text} THEN 1 ELSE 0 END`
         } AS may
         FROM search_blocks
         WHERE conversation IN (?) AND newest >= ? AND oldest <= ?
           AND (newest < ? OR (newest = ? AND (conversation < ? OR (conversation = ? AND block < ?))))
       ) AS blocks
       WHERE may = 1 OR last > signed
       ORDER BY newest DESC, conversation DESC, block DESC LIMIT ?`,
      ...(block?.values ?? []),
      [...this.#ranges.keys()],
      this.#since,
      this.#until,
      newest,
      newest,
      conversation,
      conversation,
      number,
      limit,
    );
  }

  *#look(ranges: readonly SeqRange[]): Query<void> {
    if (ranges.length === 0) return;
    const from = this.#dialect.documentsIn(ranges);
    const { document } = this.#plan;
    const candidates = yield* rows<DocumentRow>(
      `SELECT documents.conversation, documents.seq, sender, time, codes, labels ${from.text}
         AND time >= ? AND time <= ? AND ${document.text}`,
      ...from.values,
      Math.max(this.#since, this.#lowest()),
      this.#until,
      ...document.values,
    );
    const hits = candidates.flatMap((row) => this.#hitOf(row));
    this.#found = [...this.#found, ...hits]
      .sort((a, b) => (a.place < b.place ? 1 : -1))
      .slice(0, this.#wanted.limit);
  }

  #seenOf({ conversation, block, signed, may }: BlockRow): readonly SeqRange[] {
    const [start, last] = [block * BLOCK_SEQS + 1, (block + 1) * BLOCK_SEQS];
    const first = may === 1 ? start : Math.max(start, signed + 1);
    return (this.#ranges.get(conversation) ?? [])
      .map(({ from, to }) => ({ conversation, from: Math.max(from, first), to: Math.min(to, last) }))
      .filter(({ from, to }) => from <= to);
  }

  #hitOf({ conversation, seq, sender, time, codes: given, labels }: DocumentRow): readonly Found[] {
    const { from } = this.#wanted;
    const place = [time, conversation, seq].map((each) => String(each).padStart(PLACE_DIGITS, '0')).join('.');
    if (from !== undefined && (from.isInclusive ? place > from.place : place >= from.place)) return [];
    const codes = codesIn(Buffer.from(given.buffer, given.byteOffset, given.byteLength).toString('latin1'));
    if (!this.#matches({ codes, sender, time, labels: labels.split(' ') })) return [];
    return [{ place, conversation, seq, sender, time, codes }];
  }
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
