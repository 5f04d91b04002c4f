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

/**
 * One end of a BroadcastChannel that two sides use alone. The tab opens its end first, and what it says waits until the engine's
 * end is there: a channel loses what nobody hears.
 */
export function channelPort(channel: BroadcastChannel, side: 'tab' | 'engine'): Port {
  let waiting: unknown[] | undefined = side === 'tab' ? [] : undefined;
  if (side === 'engine') channel.postMessage(OPENED);
  return {
    post(message) {
      if (waiting === undefined) channel.postMessage(message);
      else waiting.push(message);
    },
    listen(listener) {
      channel.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
        if (data !== OPENED) {
          listener(data);
          return;
        }
        for (const message of waiting ?? []) channel.postMessage(message);
        waiting = undefined;
      });
    },
    close: () => channel.close(),
  };
}

const OPENED = 'opened';
