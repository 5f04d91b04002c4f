/**
 * Reads the log page by page, and requests the next page before the last one has arrived. So server and application work
 * at the same time, and a round trip costs nothing.
 *
 * @module
 */
import type { Batch, Range } from '@posthorn/protocol';

/** One requested range, with the requester's note on it. */
export interface Asked<T> {
  readonly range: Range;
  readonly note: T;
}

export interface ReadAheadOptions<T> {
  /** The ranges of the next page; empty: request nothing now. */
  readonly next: () => readonly Asked<T>[];
  /** Returns a batch for each range, in order. */
  readonly pull: (ranges: readonly Range[]) => Promise<{ readonly batches: readonly Batch[] }>;
  /** Called for each page in the order of the requests, whatever the order of the answers. */
  readonly onPage: (page: readonly Asked<T>[], batches: readonly Batch[]) => void;
  /** These pages will not arrive. `error`: the reason; undefined: they were abandoned. */
  readonly onLost: (pages: readonly (readonly Asked<T>[])[], error: unknown) => void;
}

interface Page<T> {
  readonly asked: readonly Asked<T>[];
  batches: readonly Batch[] | undefined;
}

/** Pages requested at once: the server reads one while the application takes the other. */
export const MAX_PAGES = 2;

export class ReadAhead<T> {
  readonly #options: ReadAheadOptions<T>;
  #pages: Page<T>[] = [];

  constructor(options: ReadAheadOptions<T>) {
    this.#options = options;
  }

  get isReading(): boolean {
    return this.#pages.length > 0;
  }

  /** Requests as many pages as possible now. */
  fill(): void {
    while (this.#pages.length < MAX_PAGES) {
      const asked = this.#options.next();
      if (asked.length === 0) return;
      void this.#ask({ asked, batches: undefined });
    }
  }

  /** Forgets all requested pages; late answers are ignored. */
  abandon(error?: unknown): void {
    const lost = this.#pages.map(({ asked }) => asked);
    this.#pages = [];
    if (lost.length > 0) this.#options.onLost(lost, error);
  }

  async #ask(page: Page<T>): Promise<void> {
    this.#pages.push(page);
    try {
      page.batches = (await this.#options.pull(page.asked.map(({ range }) => range))).batches;
    } catch (error) {
      if (this.#pages.includes(page)) this.abandon(error);
      return;
    }
    this.#takeAll();
  }

  #takeAll(): void {
    for (let [first] = this.#pages; first?.batches !== undefined; [first] = this.#pages) {
      this.#pages.shift();
      this.#options.onPage(first.asked, first.batches);
    }
  }
}
