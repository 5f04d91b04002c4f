/**
 * The tokens of a text, the same for what is written and what is asked.
 *
 * Each word, number, emoji, and each character of a script without blanks between words has a position; the tokens that
 * have them make the *sequence*, in which phrases are found. In such scripts a token is the character with the one behind
 * it: a substring of two or more characters is a phrase of pairs. The last character of a run is a token of its own.
 *
 * Parts and wholes stand beside the sequence, at the position of the word where they begin.
 *
 * @module
 */
import { fold, lowerCase } from './fold.ts';
import type { Folded } from './fold.ts';

export interface Token {
  /** Folded, in lower case. */
  readonly text: string;
  readonly kind: TokenKind;
  /** From 0. Those in the sequence have one each, without gaps. */
  readonly position: number;
  /** Where it stands in the text, in UTF-16 units, with all marks. */
  readonly start: number;
  readonly end: number;
  /** Where its first character ends. */
  readonly firstEnd: number;
}

/**
 * - `word`: letters, digits or an emoji;
 * - `pair`, `single`: of a script without blanks;
 * - `part`: `case` in `camelCase`; beside the sequence;
 * - `whole`: `iphone15` of `iPhone15`, `snakecase` of `snake_case`; beside the sequence.
 */
export type TokenKind = 'word' | 'pair' | 'single' | 'part' | 'whole';

/** Longer ones are no names that somebody types: no parts, no wholes. */
const MAX_COMPOUND_UNITS = 64;

const SCRIPTS_OF_PAIRS =
  '\\p{scx=Han}\\p{scx=Hira}\\p{scx=Kana}\\p{scx=Bopo}\\p{scx=Hang}\\p{scx=Thai}\\p{scx=Laoo}\\p{scx=Khmr}\\p{scx=Mymr}';
const PAIRED_LETTER = `[[\\p{L}\\p{N}]&&[${SCRIPTS_OF_PAIRS}]]`;
/** A part of a word may begin with its vowel. */
const PAIRED_START = `[${PAIRED_LETTER}[\\p{M}&&[${SCRIPTS_OF_PAIRS}]]]`;
const LETTER = `[[\\p{L}\\p{N}]--[0-9]--${PAIRED_LETTER}]`;
/** A mark belongs to what stands before it, of whatever script it is. */
const RUN = new RegExp(
  [
    // C++, C#, F#
    '(?<signed>(?<![\\p{L}\\p{M}\\p{N}])[A-Za-z](?:\\+\\+|#)(?![\\p{L}\\p{M}+#]))',
    `(?<paired>${PAIRED_START}[${PAIRED_LETTER}\\p{M}]*)`,
    '(?<digits>[0-9]+)',
    `(?<letters>${LETTER}[${LETTER}\\p{M}]*)`,
    '(?<emoji>\\p{RI}\\p{RI}|\\p{Extended_Pictographic}(?:\\u200D\\p{Extended_Pictographic})*)',
  ].join('|'),
  'gv',
);
/** `HTMLParser` is HTML and Parser. */
const CAMEL = /(?:\p{Lu}\p{M}*)+(?![\p{Ll}\p{M}])|(?:\p{Lu}\p{M}*)?[^\p{Lu}]+/gu;
/** Between words that may be written as one. */
const JOINT = /^['_-]?$/;
/** Between digits by the thousand. */
const GROUPS_DIGITS = /^,$/;

/** Letters or digits, as they stand in the folded text. */
interface Run {
  readonly text: string;
  readonly from: number;
  readonly isDigits: boolean;
  /** Nothing stands between it and the run before. */
  readonly isAttached: boolean;
}

export function tokensOf(text: string): readonly Token[] {
  return new Tokeniser(fold(text)).tokens();
}

/** Parts and wholes: phrases do not see them. */
export function isBeside(token: Token): boolean {
  return token.kind === 'part' || token.kind === 'whole';
}

class Tokeniser {
  readonly #folded: Folded;
  readonly #tokens: Token[] = [];
  /** Runs that may be written as one word. */
  #compound: Run[] = [];
  #position = 0;

  constructor(folded: Folded) {
    this.#folded = folded;
  }

  tokens(): readonly Token[] {
    const { plain } = this.#folded;
    let end = 0;
    for (const { 0: text, index, groups = {} } of plain.matchAll(RUN)) {
      const between = plain.slice(end, index);
      end = index + text.length;
      if (groups.letters !== undefined || groups.digits !== undefined) {
        this.#run(text, index, groups.digits !== undefined, between);
        continue;
      }
      this.#endCompound();
      if (groups.paired !== undefined) this.#pairs(text, index);
      else if (groups.signed !== undefined) this.#signed(text, index);
      else this.#add('word', text, index);
    }
    this.#endCompound();
    return this.#tokens;
  }

  #run(text: string, from: number, isDigits: boolean, between: string): void {
    const before = this.#compound.at(-1);
    const isThousands =
      GROUPS_DIGITS.test(between) && before?.isDigits === true && isDigits && text.length === 3;
    if (!isThousands && !JOINT.test(between)) this.#endCompound();
    const isAttached = between === '' && this.#compound.length > 0;
    this.#compound.push({ text, from, isDigits, isAttached });
  }

  /** Each run is a word; beside it stand the wholes that begin with it, and its parts. */
  #endCompound(): void {
    const runs = this.#compound;
    this.#compound = [];
    const first = runs[0];
    const last = runs.at(-1);
    if (first === undefined || last === undefined) return;
    const isShort = last.from + last.text.length - first.from <= MAX_COMPOUND_UNITS;
    runs.forEach((run, at) => {
      this.#add('word', run.text, run.from);
      const wholes = isShort && at === 0 ? [runs] : [];
      if (!run.isAttached) wholes.push(attachedFrom(runs, at));
      const seen = new Set<number>([1]);
      for (const whole of wholes) {
        if (!seen.has(whole.length)) this.#beside('whole', whole);
        seen.add(whole.length);
      }
      this.#parts(run);
    });
  }

  #parts({ text, from }: Run): void {
    if (text.length > MAX_COMPOUND_UNITS) return;
    const parts = text.match(CAMEL) ?? [];
    if (parts.length < 2) return;
    let at = from;
    for (const part of parts) {
      this.#push('part', part, at, at + part.length, this.#position - 1);
      at += part.length;
    }
  }

  #beside(kind: 'whole', runs: readonly Run[]): void {
    const [first, last] = [runs[0], runs.at(-1)];
    if (first === undefined || last === undefined) return;
    const end = last.from + last.text.length;
    if (end - first.from > MAX_COMPOUND_UNITS) return;
    this.#push(kind, runs.map(({ text }) => text).join(''), first.from, end, this.#position - 1);
  }

  #pairs(run: string, from: number): void {
    let at = from;
    let before: string | undefined;
    for (const char of run) {
      if (before !== undefined) {
        this.#add('pair', before + char, at);
        at += before.length;
      }
      before = char;
    }
    if (before !== undefined) this.#add('single', before, at);
  }

  #signed(text: string, from: number): void {
    this.#add('word', text, from);
    this.#push('part', text.charAt(0), from, from + 1, this.#position - 1);
  }

  #add(kind: TokenKind, text: string, from: number): void {
    this.#push(kind, text, from, from + text.length, this.#position);
    this.#position += 1;
  }

  #push(kind: TokenKind, text: string, from: number, to: number, position: number): void {
    const { starts, ends } = this.#folded;
    const firstChar = (text.codePointAt(0) ?? 0) > 0xffff ? 2 : 1;
    this.#tokens.push({
      text: lowerCase(text),
      kind,
      position,
      start: starts[from] ?? 0,
      end: ends[to - 1] ?? 0,
      firstEnd: ends[from + firstChar - 1] ?? 0,
    });
  }
}

/** The runs from there that nothing separates. */
function attachedFrom(runs: readonly Run[], at: number): Run[] {
  let end = at + 1;
  while (runs[end]?.isAttached === true) end += 1;
  return runs.slice(at, end);
}
