/**
 * How far uploads and downloads are: one line on a terminal that is written over, nothing elsewhere.
 *
 * @module
 */
import type { Io } from '../io.ts';
import { sanitiseLine } from '../sanitise.ts';
import { sizeOf } from './names.ts';

const CLEAR = '\r\u001B[K';
/** Between two changes of the line. */
const EVERY_MS = 100;

export class ProgressLine {
  readonly #stderr: Io['stderr'] | undefined;
  #shownAt = Number.NEGATIVE_INFINITY;
  #isShown = false;

  constructor({ stderr }: Pick<Io, 'stderr'>, isWanted = true) {
    this.#stderr = isWanted && stderr.isTTY === true ? stderr : undefined;
  }

  show(
    name: string,
    { done, bytes, note = '' }: { done: number; bytes: number | undefined; note?: string },
  ): void {
    const now = performance.now();
    if (this.#stderr === undefined || now - this.#shownAt < EVERY_MS) return;
    this.#shownAt = now;
    this.#isShown = true;
    const text = `${sanitiseLine(name)}: ${progressWords(done, bytes)}${note === '' ? '' : `, ${sanitiseLine(note)}`}`;
    this.#stderr.write(`${CLEAR}${text.slice(0, 78)}`);
  }

  /** Before anything else is written. */
  clear(): void {
    if (this.#isShown) this.#stderr?.write(CLEAR);
    this.#isShown = false;
  }
}

/** "45 % of 27 MB". */
export function progressWords(done: number, bytes: number | undefined): string {
  if (bytes === undefined || bytes === 0) return sizeOf(done);
  return `${Math.floor((100 * Math.min(done, bytes)) / bytes)} % of ${sizeOf(bytes)}`;
}
