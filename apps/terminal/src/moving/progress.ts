/**
 * How far an import or export is: in one line of a terminal, or a line every few seconds.
 *
 * @module
 */
import type { Io } from '../io.ts';

const TERMINAL_MS = 200;
const LINES_MS = 10_000;
const CLEAR = '\r\u001B[K';

export class Progress {
  readonly #stderr: Io['stderr'];
  readonly #isJson: boolean;
  readonly #startedAt = performance.now();
  #shownAt: number;
  #hasLine = false;

  constructor({ stderr }: Pick<Io, 'stderr'>, isJson: boolean) {
    this.#stderr = stderr;
    this.#isJson = isJson;
    this.#shownAt = this.#startedAt;
  }

  get #isTerminal(): boolean {
    return this.#stderr.isTTY === true && !this.#isJson;
  }

  /** `counts`: how many of what. Shown now and then. */
  show(counts: Readonly<Record<string, number>>): void {
    const now = performance.now();
    if (now - this.#shownAt < (this.#isTerminal ? TERMINAL_MS : LINES_MS)) return;
    this.#shownAt = now;
    const seconds = (now - this.#startedAt) / 1000;
    if (this.#isJson) {
      this.#stderr.write(`${JSON.stringify({ progress: counts, seconds: Math.round(seconds) })}\n`);
      return;
    }
    const text = Object.entries(counts)
      .map(([what, count]) => `${count} ${what}`)
      .join(', ');
    this.#stderr.write(this.#isTerminal ? `${CLEAR}${text}` : `posthorn: ${text}\n`);
    this.#hasLine = this.#isTerminal;
  }

  end(): void {
    if (this.#hasLine) this.#stderr.write(CLEAR);
    this.#hasLine = false;
  }
}
