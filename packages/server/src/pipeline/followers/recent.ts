/**
 * The commits that this router has heard of lately: its own ones with what was written, those of others by their
 * place alone. Followers walk along it, each at its own pace, so at the head of the log nothing is read from the
 * store, however many there are. It is a hint: whoever falls behind it looks into the store (scan.ts).
 *
 * @module
 */
import type { LogEntry } from './follower.ts';

/** An entry that this router has written, or the place of one that another router has. `time`: Unix ms, about. */
export type Commit =
  | LogEntry
  | (Pick<LogEntry, 'conversation' | 'seq' | 'time'> & { readonly content?: undefined });

export interface RecentCommitsOptions {
  readonly maxCommits: number;
  /** Of content. */
  readonly maxBytes: number;
}

/** Commits are numbered from 0 on. Those that all readers have passed are dropped, and the oldest if there are too many. */
export class RecentCommits {
  readonly #options: RecentCommitsOptions;
  readonly #ring: (Commit | undefined)[] = [];
  readonly #readers = new Set<Reader>();
  #waiting = new Set<() => void>();
  #first = 0;
  #end = 0;
  #bytes = 0;

  constructor(options: RecentCommitsOptions) {
    this.#options = options;
  }

  /** The number of the oldest one that is kept. */
  get first(): number {
    return this.#first;
  }

  /** The number that the next one gets. */
  get end(): number {
    return this.#end;
  }

  /** Nothing is kept without a reader. */
  add(commit: Commit): void {
    if (this.#readers.size === 0) return;
    const { maxCommits, maxBytes } = this.#options;
    if (this.#end - this.#first === maxCommits) this.#drop();
    this.#ring[this.#end % maxCommits] = commit;
    this.#end += 1;
    this.#bytes += sizeOf(commit);
    while (this.#bytes > maxBytes && this.#first < this.#end) this.#drop();
    if (this.#waiting.size > 0) this.#wake();
  }

  /** Undefined when it was dropped or has not been heard yet. */
  at(number: number): Commit | undefined {
    if (number < this.#first || number >= this.#end) return undefined;
    return this.#ring[number % this.#options.maxCommits];
  }

  /** Called once, with the next commit, unless what is returned is called before. */
  onNext(listener: () => void): () => void {
    this.#waiting.add(listener);
    return () => void this.#waiting.delete(listener);
  }

  /** Reads what comes from now on. */
  reader(): Reader {
    const reader = new Reader(this.#end, () => this.#trim());
    this.#readers.add(reader);
    return reader;
  }

  #wake(): void {
    const waiting = this.#waiting;
    this.#waiting = new Set();
    for (const listener of waiting) listener();
  }

  /** What is kept for long costs much more to collect. */
  #trim(): void {
    let slowest = this.#end;
    for (const reader of this.#readers) {
      if (reader.isClosed) this.#readers.delete(reader);
      else slowest = Math.min(slowest, reader.next);
    }
    while (this.#first < slowest) this.#drop();
  }

  #drop(): void {
    const slot = this.#first % this.#options.maxCommits;
    const oldest = this.#ring[slot];
    if (oldest !== undefined) this.#bytes -= sizeOf(oldest);
    this.#ring[slot] = undefined;
    this.#first += 1;
  }
}

/** Where one follower is among the recent commits. */
export class Reader {
  readonly #moved: () => void;
  #next: number;
  #isClosed = false;

  constructor(next: number, moved: () => void) {
    this.#next = next;
    this.#moved = moved;
  }

  /** The number of the next commit to look at; lower than the first one that is kept when some were missed. */
  get next(): number {
    return this.#next;
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** It has looked at everything before `next`. */
  advance(next: number): void {
    this.#next = next;
    this.#moved();
  }

  /** Reads no more. Idempotent. */
  close(): void {
    this.#isClosed = true;
    this.#moved();
  }
}

function sizeOf({ content }: Commit): number {
  return content?.length ?? 0;
}
