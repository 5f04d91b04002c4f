/**
 * Tells the others from time to time that the user types, and hears who else does.
 *
 * @module
 */
import type { Client } from '@posthorn/client';
import { userName } from '../online.ts';
import { sanitiseLine } from '../sanitise.ts';
import type { Room } from './state.ts';

/** How long somebody is said to type. */
const TYPING_MS = 6000;
const INTERVAL_MS = 4000;

export class TypingNotes {
  readonly #client: Client;
  /** By the monotonic clock. */
  #since = -Infinity;

  /** `tell`: somebody types until then (monotonic ms); 0: no longer. */
  constructor(client: Client, tell: (conversation: number, name: string, until: number) => void) {
    this.#client = client;
    client.on('typing', async ({ conversation, user, active }) => {
      const name = sanitiseLine(await userName(client, user));
      tell(conversation, name, active ? performance.now() + TYPING_MS : 0);
    });
  }

  /** The user types in this conversation. */
  note({ id, kind, isLeft }: Room): void {
    const now = performance.now();
    if (isLeft || kind === 'inbox' || now - this.#since < INTERVAL_MS) return;
    this.#since = now;
    this.#client.call('typing', { conversation: id, active: true }).catch(() => {});
  }
}
