/**
 * Texts with values and plurals, read when they are shown: the small part of ICU MessageFormat that this page uses. It
 * gives what Lingui's own compiler gives, in a tenth of its size.
 *
 * @module
 */
import type { CompiledMessage } from '@lingui/message-utils/compileMessage';

/** As Lingui takes it: words, `[name]`, `[name, kind, cases]`; `#` is the number of a plural. */
export type Compiled = CompiledMessage;

type Argument = [name: string, kind?: string, cases?: unknown];

const KINDS = new Set(['plural', 'selectordinal', 'select']);

/** A text that cannot be read is shown as it is. */
export function compileMessage(message: string): Compiled {
  if (message === '') return [];
  if (!/[{'#]/.test(message)) return [message];
  try {
    const reader = new Reader(message);
    const parts = reader.parts(false);
    return reader.isAtEnd ? parts : [message];
  } catch {
    return [message];
  }
}

class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#text.length;
  }

  /** Everything up to the end, or to the brace that ends a case. */
  parts(isPlural: boolean): Compiled {
    const parts: Compiled = [];
    let words = '';
    const flush = (): void => {
      if (words !== '') parts.push(words);
      words = '';
    };
    while (!this.isAtEnd) {
      const sign = this.#text[this.#at] ?? '';
      if (sign === '}') break;
      if (sign === '{') {
        flush();
        parts.push(this.#argument());
      } else if (sign === '#' && isPlural) {
        flush();
        parts.push('#');
        this.#at += 1;
      } else if (sign === "'") {
        words += this.#quoted();
      } else {
        words += sign;
        this.#at += 1;
      }
    }
    flush();
    return parts;
  }

  #argument(): Argument {
    this.#skip('{');
    const name = this.#word();
    if (this.#take('}')) return [name];
    this.#skip(',');
    const kind = this.#word();
    if (!KINDS.has(kind)) throw new Error(`${kind} is not known`);
    this.#skip(',');
    const cases: Record<string, unknown> = {};
    while (!this.#take('}')) {
      const key = this.#word().replace(/^=/, '');
      this.#skip('{');
      cases[key] = this.parts(kind !== 'select');
      this.#skip('}');
    }
    return [name, kind, cases];
  }

  /** `''` is an apostrophe, `'{…}'` are braces as they are; any other apostrophe is one. */
  #quoted(): string {
    const next = this.#text[this.#at + 1];
    if (next === "'") {
      this.#at += 2;
      return "'";
    }
    const end = next === '{' || next === '}' ? this.#text.indexOf("'", this.#at + 1) : -1;
    if (end < 0) {
      this.#at += 1;
      return "'";
    }
    const words = this.#text.slice(this.#at + 1, end);
    this.#at = end + 1;
    return words;
  }

  #word(): string {
    const [all, word = ''] = /^\s*([^\s{},]+)\s*/.exec(this.#text.slice(this.#at)) ?? [''];
    if (word === '') throw new Error('a word is missing');
    this.#at += all.length;
    return word;
  }

  #take(sign: string): boolean {
    while (/\s/.test(this.#text[this.#at] ?? '')) this.#at += 1;
    if (this.#text[this.#at] !== sign) return false;
    this.#at += 1;
    return true;
  }

  #skip(sign: string): void {
    if (!this.#take(sign)) throw new Error(`${sign} is missing`);
  }
}
