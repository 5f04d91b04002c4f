/**
 * Reads the log page after page and asks for the next ones before the last has come, so that a round trip costs
 * no time: server and application work at once.
 *
 * @module
 */
import type { Batch, Range } from '@posthorn/protocol';

/** One range of a page that was asked for, with what its asker remembers about it. */
export interface Asked<T> {
  readonly range: Range;
  readonly note: T;
}

export interface ReadAheadOptions<T> {
  /** The ranges of the next page; none when nothing more is to be asked for now. */
  readonly next: () => readonly Asked<T>[];
  /** A batch for each range, in their order. */
  readonly pull: (ranges: readonly Range[]) => Promise<{ readonly batches: readonly Batch[] }>;
  /** The answer to a page; pages come in the order in which they were asked for, whatever the order of answers. */
  readonly onPage: (page: readonly Asked<T>[], batches: readonly Batch[]) => void;
  /** Nothing will come of these pages any more. `error`: why; undefined when they were abandoned. */
  readonly onLost: (pages: readonly (readonly Asked<T>[])[], error: unknown) => void;
}

interface Page<T> {
  readonly asked: readonly Asked<T>[];
  batches: readonly Batch[] | undefined;
}

/** Pages under way at once: one that the server reads while another one is taken. */
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

  /** Asks for as much as may be asked for now. */
  fill(): void {
    while (this.#pages.length < MAX_PAGES) {
      const asked = this.#options.next();
      if (asked.length === 0) return;
      void this.#ask({ asked, batches: undefined });
    }
  }

  /** Forgets what was asked for; answers that still come are ignored. */
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
