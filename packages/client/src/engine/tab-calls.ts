/**
 * Calls of a tab that are not answered yet.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import type { UploadInfo } from './api.ts';
import { errorFrom } from './plain.ts';
import type { ToEngine, ToTab } from './wire.ts';

interface Waiting {
  /** To be asked again if the engine is another one before it answers; undefined: it may have been done. */
  readonly again: ToEngine | undefined;
  readonly resolve: (value: never) => void;
  readonly reject: (error: unknown) => void;
  readonly onProgress: ((info: UploadInfo) => void) | undefined;
}

type Answer = Extract<ToTab, { readonly is: 'answer' | 'error' | 'progress' }>;

export class TabCalls {
  readonly #post: (message: ToEngine) => void;
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;

  constructor(post: (message: ToEngine) => void) {
    this.#post = post;
  }

  /** A number that no other call and no window has. */
  nextId(): number {
    return (this.#lastId += 1);
  }

  ask<T>(message: (id: number) => ToEngine, onProgress?: (info: UploadInfo) => void): Promise<T> {
    const id = this.nextId();
    return new Promise<T>((resolve, reject) => {
      const asked = message(id);
      this.#waiting.set(id, { again: isHarmless(asked) ? asked : undefined, resolve, reject, onProgress });
      this.#post(asked);
    });
  }

  take(message: Answer): void {
    const waiting = this.#waiting.get(message.id);
    if (message.is === 'progress') {
      waiting?.onProgress?.(message.info);
      return;
    }
    this.#waiting.delete(message.id);
    // The call says which type its answer has.
    if (message.is === 'answer') waiting?.resolve(message.value as never);
    else waiting?.reject(errorFrom(message.error));
  }

  /** Another one runs the engine now. What is harmless is asked again; what may have been done is not. */
  moved(): void {
    for (const [id, { again, reject }] of this.#waiting) {
      if (again !== undefined) {
        this.#post(again);
        continue;
      }
      this.#waiting.delete(id);
      reject(new PosthornError('UNAVAILABLE', 'the tab that was asked has gone'));
    }
  }

  fail(error: PosthornError): void {
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}

/** May be asked twice: it reads, or says which message it is about. */
function isHarmless(message: ToEngine): boolean {
  if (message.do === 'move') return true;
  if (message.do !== 'call') return false;
  const { name, args } = message;
  if (name === 'call') return /^(get|list|find|search|locate)/.test(String(args[0]));
  return ['send', 'acked', 'search', 'searchHere', 'setMine'].includes(name);
}
