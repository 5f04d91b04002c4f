/**
 * Reads older messages, page by page.
 *
 * @module
 */
import type { Client, Incoming } from '@posthorn/client';

const PAGE = 50;

export class OlderMessages {
  readonly #client: Client;
  readonly #show: (message: Incoming) => Promise<void>;
  /** Conversations whose older messages are being read. */
  readonly #reading = new Set<number>();

  constructor(client: Client, show: (message: Incoming) => Promise<void>) {
    this.#client = client;
    this.#show = show;
  }

  /**
   * Shows those before a seq; 0: the latest. Resolves with the seq before which there may be more, 0: there are none;
   * undefined: another page is being read.
   */
  async read(conversation: number, before: number): Promise<number | undefined> {
    if (this.#reading.has(conversation)) return undefined;
    this.#reading.add(conversation);
    try {
      const messages = await this.#client.history(conversation, { before, limit: PAGE });
      for (const message of messages) await this.#show(message);
      const [first] = messages;
      return first === undefined || first.seq === 1 ? 0 : first.seq;
    } finally {
      this.#reading.delete(conversation);
    }
  }
}
