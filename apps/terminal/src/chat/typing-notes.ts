/**
 * Tells the others from time to time that the user types.
 *
 * @module
 */
import type { Client } from '@posthorn/client';
import type { Room } from './state.ts';

/** How long somebody is said to type. */
export const TYPING_MS = 6000;
const INTERVAL_MS = 4000;

export class TypingNotes {
  readonly #client: Client;
  /** By the monotonic clock. */
  #since = -Infinity;

  constructor(client: Client) {
    this.#client = client;
  }

  /** The user types in this conversation. */
  note({ id, kind, isLeft }: Room): void {
    const now = performance.now();
    if (isLeft || kind === 'inbox' || now - this.#since < INTERVAL_MS) return;
    this.#since = now;
    this.#client.call('typing', { conversation: id, active: true }).catch(() => {});
  }
}
