/**
 * Ports between tabs and the engine.
 *
 * @module
 */
import type { Port } from './wire.ts';

/** Two ends in one page. Messages arrive in a later turn, as they are: nobody may change them. */
export function portPair(): readonly [Port, Port] {
  const a = new LocalPort();
  const b = new LocalPort();
  a.other = b;
  b.other = a;
  return [a, b];
}

class LocalPort implements Port {
  other: LocalPort | undefined;
  #listener: ((message: unknown) => void) | undefined;
  readonly #waiting: unknown[] = [];
  #isClosed = false;

  post(message: unknown): void {
    const { other } = this;
    if (!this.#isClosed && other !== undefined) queueMicrotask(() => other.#receive(message));
  }

  listen(listener: (message: unknown) => void): void {
    this.#listener = listener;
    for (const message of this.#waiting.splice(0)) listener(message);
  }

  close(): void {
    this.#isClosed = true;
  }

  #receive(message: unknown): void {
    if (this.#isClosed) return;
    if (this.#listener === undefined) this.#waiting.push(message);
    else this.#listener(message);
  }
}

/** A port of a MessageChannel, such as that of a SharedWorker. */
export function messagePort(port: MessagePort): Port {
  return {
    post: (message) => port.postMessage(message),
    listen(listener) {
      port.addEventListener('message', ({ data }: MessageEvent<unknown>) => listener(data));
      port.start();
    },
    close: () => port.close(),
  };
}
