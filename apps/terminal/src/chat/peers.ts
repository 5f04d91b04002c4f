/**
 * Keeps up the watch on the presence of everybody with whom there is a direct conversation.
 *
 * @module
 */
import type { Client, PresenceNote } from '@posthorn/client';

/** The server lets a connection watch more; nobody's list shows more. */
const MAX_WATCHED = 500;

export class PeerWatch {
  readonly #client: Client;
  #watched: readonly number[] = [];

  constructor(client: Client) {
    this.#client = client;
  }

  /** A new connection watches nobody yet. */
  forget(): void {
    this.#watched = [];
  }

  /** How those are now of whom somebody was not watched yet. Rejects with a PosthornError. */
  async watch(peers: readonly number[]): Promise<readonly PresenceNote[]> {
    const users = peers.slice(0, MAX_WATCHED);
    if (users.every((user) => this.#watched.includes(user))) return [];
    this.#watched = users;
    try {
      return (await this.#client.call('watchPresence', { users })).presences;
    } catch (error) {
      this.forget();
      throw error;
    }
  }
}
