/**
 * Watches the presence of everybody with whom there is a direct conversation.
 *
 * @module
 */
import type { Client, PresenceNote } from '@posthorn/client';

/** The server allows more, but no list shows more. */
const MAX_WATCHED = 500;

export class PeerWatch {
  readonly #client: Client;
  #watched: readonly number[] = [];

  constructor(client: Client) {
    this.#client = client;
  }

  /** Call it for a new connection, which watches nobody yet. */
  forget(): void {
    this.#watched = [];
  }

  /** Watches `peers`. Returns their presence, or [] if all were watched before. Rejects with a PosthornError. */
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
