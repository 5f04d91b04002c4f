/**
 * What was typed and not sent yet, in the personal space: it is there again after a restart, and on other devices.
 *
 * @module
 */
import type { PersonalSpace } from '@posthorn/client';

/** Saved once nothing was typed for so long. */
const PAUSE_MS = 2000;

export class Drafts {
  readonly #mine: PersonalSpace;
  readonly #onError: (error: unknown) => void;
  /** Not saved yet. */
  readonly #waiting = new Map<number, string>();
  #timer: NodeJS.Timeout | undefined;

  constructor(mine: PersonalSpace, onError: (error: unknown) => void) {
    this.#mine = mine;
    this.#onError = onError;
  }

  /** Empty if there is none, or one that belongs into a thread. It may come from another device: it is no command. */
  of(conversation: number): string {
    const draft = this.#mine.get(keyOf(conversation));
    if (typeof draft !== 'object' || draft === null || !('text' in draft)) return '';
    const isInThread = 'thread' in draft && draft.thread !== 0;
    return typeof draft.text === 'string' && !isInThread ? draft.text : '';
  }

  /** An empty one is removed at once: it was sent. */
  save(conversation: number, text: string): void {
    this.#waiting.set(conversation, text);
    if (text === '') return this.flush();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.flush(), PAUSE_MS);
  }

  /** Saves what waits. */
  flush(): void {
    clearTimeout(this.#timer);
    for (const [conversation, text] of this.#waiting) {
      if (text === this.of(conversation)) continue;
      this.#mine.set(keyOf(conversation), text === '' ? undefined : { text }).catch(this.#onError);
    }
    this.#waiting.clear();
  }
}

function keyOf(conversation: number): string {
  return `draft/${conversation}`;
}
