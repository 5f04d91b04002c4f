/**
 * Pastes into a terminal that gives whole lines: what is read at once is one, and waits until the user has seen it.
 *
 * @module
 */
import type { Interface } from 'node:readline';
import { counted } from '../counted.ts';
import type { Draft } from './typed.ts';

/** Lines of a paste follow each other within this time; nobody types that fast. */
const BURST_MS = 50;

/** Lines as they come, those of a paste together. Ends with the lines. */
export async function* bursts(lines: Interface): AsyncGenerator<readonly string[]> {
  const finished: (readonly string[])[] = [];
  let current: string[] = [];
  let isOver = false;
  let wake = Promise.withResolvers<void>();
  let timer: NodeJS.Timeout | undefined;
  const finish = (): void => {
    clearTimeout(timer);
    if (current.length > 0) finished.push(current);
    current = [];
    wake.resolve();
  };
  lines.on('line', (line) => {
    current.push(line);
    clearTimeout(timer);
    timer = setTimeout(finish, BURST_MS);
  });
  lines.once('close', () => {
    isOver = true;
    finish();
  });
  while (!isOver) {
    await wake.promise;
    wake = Promise.withResolvers();
    yield* finished.splice(0);
  }
  yield* finished;
}

/** Turns bursts into drafts. */
export class LineDrafts {
  #pasted: readonly string[] = [];
  readonly #note: (text: string) => void;

  /** `note` tells the user what waits. */
  constructor(note: (text: string) => void) {
    this.#note = note;
  }

  /** What to carry out; undefined while a paste waits. */
  take(lines: readonly string[]): Draft | undefined {
    const [only = '', ...others] = lines;
    const pasted = this.#pasted;
    if (pasted.length === 0 && others.length === 0) return { text: only, isPasted: false };
    if (others.length > 0 || (only !== '' && only !== ':drop')) {
      this.#pasted = [...pasted, ...lines];
      const count = counted(this.#pasted.length, 'pasted line');
      this.#note(`${count}: Enter sends them as one message, :drop drops them`);
      return undefined;
    }
    this.#pasted = [];
    return only === ':drop' ? undefined : { text: pasted.join('\n'), isPasted: true };
  }
}
