/**
 * A history as a file of JSON lines.
 *
 * @module
 */
import { createWriteStream } from 'node:fs';
import type { WriteStream } from 'node:fs';
import type { Entry } from './history.ts';

/** Lines per write. */
const BATCH = 500;

export class HistoryFile {
  readonly #stream: WriteStream;
  #lines: string[] = [];

  constructor(path: string) {
    this.#stream = createWriteStream(path);
  }

  write(entry: Entry): void {
    this.#lines.push(`${JSON.stringify(entry)}\n`);
    if (this.#lines.length >= BATCH) this.#flush();
  }

  /** Resolves when everything is in the file. */
  close(): Promise<void> {
    this.#flush();
    return new Promise((resolve) => this.#stream.end(() => resolve()));
  }

  #flush(): void {
    this.#stream.write(this.#lines.join(''));
    this.#lines = [];
  }
}
