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
    const thread = this.#idle.pop() ?? new Worker(ENTRY);
    // Keeps the process alive as long as somebody waits for it.
    thread.ref();
    thread.postMessage(parameters);
    // Rejects when the thread fails, which is then gone.
    const [tag] = (await once(thread, 'message')) as [Uint8Array];
    thread.unref();
    this.#idle.push(thread);
    return tag;
  }
}
