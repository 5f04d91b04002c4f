/**
 * What the head of a web page says about it: Open Graph, the cards of Twitter, and plain HTML.
 *
 * @module
 */
import { Parser } from 'htmlparser2';
import { charsOf } from './words.ts';

export interface Page {
  readonly title: string;
  readonly description: string;
  readonly site: string;
  /** As written: perhaps relative, perhaps nothing sensible. Empty: none. */
  readonly picture: string;
}

const MAX_CHARS = { title: 200, description: 500, site: 100, picture: 2000 } as const;

/** Names of what is looked for, the best one first. */
const NAMES = {
  title: ['og:title', 'twitter:title', 'title'],
  description: ['og:description', 'twitter:description', 'description'],
  site: ['og:site_name', 'application-name'],
  picture: ['og:image:secure_url', 'og:image', 'og:image:url', 'twitter:image', 'twitter:image:src'],
} as const;

/** A head has fewer. The parser’s work grows with the square of what is open. */
const MAX_TAGS = 2000;

const WANTED: ReadonlySet<string> = new Set(Object.values(NAMES).flat());

/** Reads a page piece by piece. What it keeps is bounded, however long the page. */
export class HeadReader {
  readonly #found = new Map<string, string>();
  readonly #parser: Parser;
  #tags = 0;
  /** While it is read. */
  #title: string | undefined;
  /** The head has ended: nothing more will be found. */
  isDone = false;

  constructor() {
    this.#parser = new Parser({
      onopentag: (name, attributes) => this.#opened(name, attributes),
      ontext: (text) => this.#said(text),
      onclosetag: (name) => this.#closed(name),
    });
  }

  write(text: string): void {
    this.#parser.write(text);
  }

  get page(): Page {
    const best = (what: keyof typeof NAMES): string => {
      const name = NAMES[what].find((each) => this.#found.has(each)) ?? '';
      return charsOf(this.#found.get(name) ?? '', MAX_CHARS[what]);
    };
    return {
      title: best('title'),
      description: best('description'),
      site: best('site'),
      picture: best('picture'),
    };
  }

  #opened(name: string, attributes: Readonly<Record<string, string>>): void {
    if (name === 'body' || ++this.#tags > MAX_TAGS) this.isDone = true;
    else if (name === 'title') this.#title = '';
    else if (name === 'meta') {
      const key = (attributes['property'] ?? attributes['name'] ?? '').toLowerCase();
      this.#note(key, attributes['content'] ?? '');
    }
  }

  #said(text: string): void {
    if (this.#title !== undefined && this.#title.length < MAX_CHARS.title * 4) this.#title += text;
  }

  #closed(name: string): void {
    if (name === 'head') this.isDone = true;
    if (name !== 'title' || this.#title === undefined) return;
    this.#note('title', this.#title);
    this.#title = undefined;
  }

  /** The first one counts: a picture in the page has a title too. */
  #note(name: string, value: string): void {
    if (this.isDone || !WANTED.has(name) || this.#found.has(name)) return;
    const trimmed = value.slice(0, MAX_CHARS.picture * 2).trim();
    if (trimmed !== '') this.#found.set(name, trimmed);
  }
}
