/**
 * Requests that wait for answers. All answers of a connection arrive on subjects below one inbox; the last part of the
 * subject identifies the request.
 *
 * @module
 */
import type { Clock } from '../../clock.ts';
import { BusError } from '../bus.ts';

/** Handles the answers of one request. */
interface Question {
  answered(data: Uint8Array): void;
  noResponders(): void;
  failed(error: BusError): void;
}

export class Questions {
  readonly #inbox: string;
  readonly #clock: Clock;
  readonly #open = new Map<string, Question>();
  #last = 0;

  /** `inbox`: ends with a dot. */
  constructor(inbox: string, clock: Clock) {
    this.#inbox = inbox;
    this.#clock = clock;
  }

  /** Waits for one answer. `ask` publishes the request with the given reply subject. */
  one(
    subject: string,
    { timeoutMs, signal }: { readonly timeoutMs: number; readonly signal?: AbortSignal },
    ask: (reply: string) => void,
  ): Promise<Uint8Array> {
    return new Promise((resolve, reject) => {
      const end = (finish: () => void): void => {
        timer.cancel();
        signal?.removeEventListener('abort', abort);
        this.#open.delete(token);
        finish();
      };
      const fail = (error: BusError): void => end(() => reject(error));
      const abort = (): void =>
        fail(new BusError('timeout', `the request on ${subject} was given up`, { cause: signal?.reason }));
      const token = this.#add({
        answered: (data) => end(() => resolve(data)),
        noResponders: () => fail(new BusError('no-responders', `nobody answers on ${subject}`)),
        failed: fail,
      });
      const timer = this.#clock.after(timeoutMs, () =>
        fail(new BusError('timeout', `no answer on ${subject} within ${timeoutMs} ms`)),
      );
      signal?.addEventListener('abort', abort, { once: true });
      if (signal?.aborted === true) abort();
      else ask(this.#inbox + token);
    });
  }

  /**
   * Collects answers until the timeout, or until there are `expected`. Resolves at once, with none, if nobody
   * subscribes.
   */
  all(
    { timeoutMs, expected = Infinity }: { readonly timeoutMs: number; readonly expected?: number },
    ask: (reply: string) => void,
  ): Promise<readonly Uint8Array[]> {
    if (expected < 1) return Promise.resolve([]);
    return new Promise((resolve, reject) => {
      const answers: Uint8Array[] = [];
      const end = (finish: () => void): void => {
        timer.cancel();
        this.#open.delete(token);
        finish();
      };
      const enough = (): void => end(() => resolve(answers));
      const token = this.#add({
        answered: (data) => {
          answers.push(data);
          if (answers.length >= expected) enough();
        },
        noResponders: enough,
        failed: (error) => end(() => reject(error)),
      });
      const timer = this.#clock.after(timeoutMs, enough);
      ask(this.#inbox + token);
    });
  }

  /** Handles an answer that arrived on `subject`. Drops late ones and repeats. */
  answered(subject: string, data: Uint8Array): void {
    this.#open.get(subject.slice(this.#inbox.length))?.answered(data);
  }

  /** The server reports that nobody subscribes to the subject of the request. */
  noResponders(subject: string): void {
    this.#open.get(subject.slice(this.#inbox.length))?.noResponders();
  }

  /** Ends all requests: their answers can no longer arrive. */
  failAll(error: BusError): void {
    for (const question of this.#open.values()) question.failed(error);
  }

  #add(question: Question): string {
    const token = (++this.#last).toString(36);
    this.#open.set(token, question);
    return token;
  }
}
