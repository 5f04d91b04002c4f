/**
 * Watches the presence of everybody with whom there is a direct conversation.
 *
 * @module
 */
import type { Client, PresenceNote } from '@posthorn/client';
import { userName } from '../online.ts';
import { sanitiseLine } from '../sanitise.ts';

/** The server allows more, but no list shows more. */
const MAX_WATCHED = 500;

/** `name` is safe to print. */
export type OnPresence = (name: string, isOnline: boolean) => void;

export class PeerWatch {
  readonly #client: Client;
  readonly #onPresence: OnPresence;
  #watched: readonly number[] = [];

  constructor(client: Client, onPresence: OnPresence) {
    this.#client = client;
    this.#onPresence = onPresence;
    client.on('presence', (note) => void this.#tell(note));
  }

  /** Call it for a new connection, which watches nobody yet. */
  forget(): void {
    this.#watched = [];
  }

  /** Watches `peers`, unless all were watched before. Rejects with a PosthornError. */
  async watch(peers: readonly number[]): Promise<void> {
    const users = peers.slice(0, MAX_WATCHED);
    if (users.every((user) => this.#watched.includes(user))) return;
    this.#watched = users;
    try {
      const { presences } = await this.#client.call('watchPresence', { users });
      for (const presence of presences) await this.#tell(presence);
    } catch (error) {
      this.forget();
      throw error;
    }
  }

  async #tell({ user, online }: PresenceNote): Promise<void> {
    this.#onPresence(sanitiseLine(await userName(this.#client, user)), online);
  }
}
