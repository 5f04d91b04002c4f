/**
 * What people type into the field for searching:
 *
 * | typed | asks for |
 * |---|---|
 * | `budget` `预算` | the word; of a script without blanks: the substring |
 * | `京` | whatever has this character |
 * | `"exact words"` `“…”` `「…」` | these words in this order |
 * | `budg*` | words that begin so |
 * | `-budget` `-"exact words"` `-from:ann` | what does not have it |
 * | `from:ann` `in:proj` `kind:poll` | with one of these values, if it is said more than once |
 * | `has:file` `has:link` | with all of these |
 * | `before:2026-11-01` `after:2026-11` | before that day, after that month |
 *
 * Every text is a query. What cannot be meant is left out, and noted, so that a client can show it. Full-width forms are
 * as good as others; a value may stand in quotes, and a quote that is not closed ends with the text.
 *
 * @module
 */
import { fold } from './fold.ts';
import type { Folded } from './fold.ts';
import { periodOf } from './days.ts';
import { waysOf } from './terms.ts';
import type { Term } from './terms.ts';

export interface Query {
  /** A text has all of these. */
  readonly all: readonly Term[];
  /** And none of these. */
  readonly none: readonly Term[];
  readonly only: Filters;
  readonly without: Filters;
  /** The first day, `YYYY-MM-DD`. */
  readonly since?: string;
  /** The day after the last one. */
  readonly before?: string;
  readonly notes: readonly Note[];
}

/** Values as they were typed, each once. Nothing else is known of `from`, `in` and `kind` here. */
export interface Filters {
  /** Users, without the `@`. */
  readonly from: readonly string[];
  /** Conversations, without the `#`. */
  readonly in: readonly string[];
  /** In lower case. */
  readonly kind: readonly string[];
  readonly has: readonly Attachment[];
}

export type Attachment = 'file' | 'link';

/** Something of the query that has no effect, and where it stands, in UTF-16 units. */
export interface Note {
  readonly code: NoteCode;
  readonly start: number;
  readonly end: number;
}

/**
 * - `NO_VALUE`: `from:` and nothing behind it;
 * - `UNKNOWN_VALUE`: `has:` something that messages do not have;
 * - `NO_DAY`: `before:` or `after:` what is no day, month or year;
 * - `TOO_MANY`: more terms, or values, than a query may have;
 * - `TOO_LONG`: the end of a query or of a phrase.
 */
export type NoteCode = 'NO_VALUE' | 'UNKNOWN_VALUE' | 'NO_DAY' | 'TOO_MANY' | 'TOO_LONG';

/** Units of a query that are read. */
export const MAX_QUERY_UNITS = 1000;
/** Terms in `all` and `none` together. */
export const MAX_TERMS = 20;
/** Values in `only` and `without` together. */
export const MAX_VALUES = 20;
/** Pieces of a way. */
export const MAX_PIECES = 50;

const BLANKS = /\s*/y;
const MINUS = /-(?=\S)/y;
const KEY = /(from|in|kind|has|before|after):\s*/iy;
const QUOTED = /["“”„‟]([^"“”„‟]*)(?:["“”„‟]|$)|[「『]([^」』]*)(?:[」』]|$)|«([^»]*)(?:»|$)/y;
/** A quote that begins behind a word needs no blank: 他说“你好”. */
const BARE = /[^\s"“”„‟「『«]+/y;
const STAR = /\*/y;

type Key = 'from' | 'in' | 'kind' | 'has' | 'before' | 'after';

export function parseQuery(typed: string): Query {
  return new QueryParser(typed).parse();
}

class QueryParser {
  readonly #typed: string;
  readonly #folded: Folded;
  readonly #all: Term[] = [];
  readonly #none: Term[] = [];
  readonly #only = noFilters();
  readonly #without = noFilters();
  readonly #notes: Note[] = [];
  #since: string | undefined;
  #before: string | undefined;
  #values = 0;
  /** A term was one too many; those behind it are not even read. */
  #isFull = false;
  #at = 0;

  constructor(typed: string) {
    this.#typed = typed;
    this.#folded = fold(typed.slice(0, MAX_QUERY_UNITS));
    if (typed.length > MAX_QUERY_UNITS) {
      this.#notes.push({ code: 'TOO_LONG', start: MAX_QUERY_UNITS, end: typed.length });
    }
  }

  parse(): Query {
    this.#take(BLANKS);
    while (this.#at < this.#folded.plain.length) {
      this.#item();
      this.#take(BLANKS);
    }
    return {
      all: this.#all,
      none: this.#none,
      only: this.#only,
      without: this.#without,
      ...(this.#since === undefined ? {} : { since: this.#since }),
      ...(this.#before === undefined ? {} : { before: this.#before }),
      notes: this.#notes,
    };
  }

  #item(): void {
    const from = this.#at;
    const isNot = this.#take(MINUS) !== undefined;
    const key = this.#take(KEY)?.[1]?.toLowerCase() as Key | undefined;
    const value = this.#value();
    if (key !== undefined) return this.#filter(key, value, from, isNot);
    // A closing quote without its other half.
    if (value === undefined) this.#at += 1;
    else this.#term(value, isNot);
  }

  /** In quotes or without; where it stands in the folded text. */
  #value(): { from: number; to: number; isPrefix: boolean } | undefined {
    const start = this.#at;
    const quoted = this.#take(QUOTED);
    if (quoted !== undefined) {
      const words = quoted[1] ?? quoted[2] ?? quoted[3] ?? '';
      return { from: start + 1, to: start + 1 + words.length, isPrefix: this.#take(STAR) !== undefined };
    }
    const bare = this.#take(BARE)?.[0];
    if (bare === undefined) return undefined;
    return { from: start, to: this.#at, isPrefix: bare.endsWith('*') };
  }

  #term(value: { from: number; to: number; isPrefix: boolean }, isNot: boolean): void {
    const { start, end } = this.#placeOf(value.from, value.to);
    if (this.#isFull) return this.#note('TOO_MANY', start, end);
    // One piece more than may be, to see whether there is one.
    const found = waysOf(this.#typed.slice(start, end), {
      isPrefix: value.isPrefix,
      maxPieces: MAX_PIECES + 1,
    });
    if (found.length === 0) return;
    this.#isFull = this.#all.length + this.#none.length >= MAX_TERMS;
    if (this.#isFull) return this.#note('TOO_MANY', start, end);
    if (found.some((way) => way.length > MAX_PIECES)) this.#note('TOO_LONG', start, end);
    const ways = found.map((way) => way.slice(0, MAX_PIECES));
    (isNot ? this.#none : this.#all).push({ ways, start, end });
  }

  #filter(key: Key, value: { from: number; to: number } | undefined, from: number, isNot: boolean): void {
    const { start, end } = this.#placeOf(from, this.#at);
    if (value === undefined) return this.#note('NO_VALUE', start, end);
    const place = this.#placeOf(value.from, value.to);
    const typed = this.#typed.slice(place.start, place.end).trim();
    const plain = this.#folded.plain.slice(value.from, value.to).trim().toLowerCase();
    if (plain === '') return this.#note('NO_VALUE', start, end);
    if (key === 'before' || key === 'after')
      return this.#day((key === 'before') !== isNot, plain, start, end, isNot);
    if (key === 'has' && !isAttachment(plain)) return this.#note('UNKNOWN_VALUE', start, end);
    if (this.#values >= MAX_VALUES) return this.#note('TOO_MANY', start, end);
    this.#values += 1;
    const values: string[] = (isNot ? this.#without : this.#only)[key];
    const kept = key === 'from' || key === 'in' ? typed.replace(/^[@＠#＃]/, '') : plain;
    if (!values.includes(kept)) values.push(kept);
  }

  /** Not before a day is from that day on; not after it is to its end. The narrowest of several counts. */
  #day(isUpper: boolean, typed: string, start: number, end: number, isNot: boolean): void {
    const period = periodOf(typed);
    if (period === undefined) return this.#note('NO_DAY', start, end);
    if (isUpper) {
      const day = isNot ? period.next : period.first;
      if (this.#before === undefined || day < this.#before) this.#before = day;
    } else {
      const day = isNot ? period.first : period.next;
      if (this.#since === undefined || day > this.#since) this.#since = day;
    }
  }

  #note(code: NoteCode, start: number, end: number): void {
    // A character can fold to several words.
    const last = this.#notes.at(-1);
    if (last?.code === code && last.start === start && last.end === end) return;
    this.#notes.push({ code, start, end });
  }

  /** Where a piece of the folded text stands in what was typed. */
  #placeOf(from: number, to: number): { start: number; end: number } {
    const { starts, ends } = this.#folded;
    const start = starts[from] ?? ends.at(-1) ?? 0;
    return { start, end: to > from ? (ends[to - 1] ?? start) : start };
  }

  #take(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#folded.plain);
    if (match === null || match[0] === '') return undefined;
    this.#at += match[0].length;
    return match;
  }
}

function noFilters(): { from: string[]; in: string[]; kind: string[]; has: Attachment[] } {
  return { from: [], in: [], kind: [], has: [] };
}

function isAttachment(value: string): value is Attachment {
  return value === 'file' || value === 'link';
}
