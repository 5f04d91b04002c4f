/**
 * Computes Argon2id in threads of low priority, so that a wave of logins takes no time from those who are logged in. On
 * libuv's threads it would get an equal share of every core.
 *
 * @module
 */
import { once } from 'node:events';
import type { Argon2Parameters } from 'node:crypto';
import { Worker } from 'node:worker_threads';

/** The source in a checkout, the built file in an installed package. */
const ENTRY = new URL(
  import.meta.url.endsWith('.ts') ? './hash-thread.ts' : './hash-thread.js',
  import.meta.url,
);

export class HashThreads {
  /** Those with nothing to do. */
  readonly #idle: Worker[] = [];
  readonly #running = new Set<Promise<unknown>>();

  /** Computes one, in a thread of its own if the others are busy: the caller bounds how many run at once. */
  async derive(parameters: Argon2Parameters): Promise<Uint8Array> {
    const running = this.#derive(parameters);
    this.#running.add(running);
    try {
      return await running;
    } finally {
      this.#running.delete(running);
    }
  }

  /** Finishes what runs. */
  async close(): Promise<void> {
    await Promise.allSettled(this.#running);
    await Promise.all(this.#idle.splice(0).map((thread) => thread.terminate()));
  }

  async #derive(parameters: Argon2Parameters): Promise<Uint8Array> {
    const thread = this.#idle.pop() ?? this.#start();
    const ended = new AbortController();
    const end = (): void => ended.abort(new Error('the thread has ended'));
    thread.once('exit', end);
    // Keeps the process alive as long as somebody waits for it.
    thread.ref();
    thread.postMessage(parameters);
    // Rejects when the thread fails or ends, which is then gone.
    const [tag] = (await once(thread, 'message', { signal: ended.signal })) as [Uint8Array];
    thread.off('exit', end);
    thread.unref();
    this.#idle.push(thread);
    return tag;
  }

  #start(): Worker {
    const thread = new Worker(ENTRY);
    const forget = (): void => {
      const at = this.#idle.indexOf(thread);
      if (at >= 0) this.#idle.splice(at, 1);
    };
    // One that fails while it has nothing to do is missed by nobody: the next hash starts another one.
    thread.on('error', forget);
    thread.on('exit', forget);
    return thread;
  }
}
