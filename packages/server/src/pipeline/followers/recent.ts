/**
 * The commits that this router has heard of lately: its own ones with what was written, those of others by their
 * place alone. Followers walk along it, each at its own pace, so at the head of the log nothing is read from the
 * store, however many there are. It is a hint: whoever falls behind it looks into the store (scan.ts).
 *
 * @module
 */
import type { LogEntry } from './follower.ts';

export interface Commit {
  readonly conversation: number;
  readonly seq: number;
  /** Unix ms, when it was heard. */
  readonly at: number;
  /** Undefined: another router wrote it. */
  readonly entry: LogEntry | undefined;
}

export interface RecentCommitsOptions {
  readonly maxCommits: number;
  /** Of content. */
  readonly maxBytes: number;
}

/** Numbered from 0 on; the oldest are dropped. */
export class RecentCommits {
  readonly #options: RecentCommitsOptions;
  readonly #ring: Commit[] = [];
  readonly #listeners = new Set<() => void>();
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

  add(commit: Commit): void {
    const { maxCommits, maxBytes } = this.#options;
    if (this.#end - this.#first === maxCommits) this.#drop();
    this.#ring[this.#end % maxCommits] = commit;
    this.#end += 1;
    this.#bytes += sizeOf(commit);
    while (this.#bytes > maxBytes && this.#first < this.#end) this.#drop();
    for (const listener of this.#listeners) listener();
  }

  /** Undefined when it was dropped or has not been heard yet. */
  at(number: number): Commit | undefined {
    if (number < this.#first || number >= this.#end) return undefined;
    return this.#ring[number % this.#options.maxCommits];
  }

  /** Called with every commit; returns what ends it. */
  listen(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Drops all: nobody walks here now. */
  clear(): void {
    this.#ring.length = 0;
    this.#first = this.#end;
    this.#bytes = 0;
  }

  #drop(): void {
    const slot = this.#first % this.#options.maxCommits;
    const oldest = this.#ring[slot];
    if (oldest !== undefined) this.#bytes -= sizeOf(oldest);
    this.#first += 1;
  }
}

function sizeOf({ entry }: Commit): number {
  return entry?.content.length ?? 0;
}
