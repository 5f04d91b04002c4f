/**
 * Up to where logs were read for a client. Mostly that is as far as they were sent to it, which is kept elsewhere.
 *
 * @module
 */
import type { ReadableMap } from './lazy-map.ts';
import { LazyMap } from './lazy-map.ts';

export class ReadPositions {
  readonly #sent: ReadableMap<number, number>;
  /** Of what waits for the client, or is not for it. May be behind what was sent meanwhile. */
  readonly #read = new LazyMap<number, number>();

  constructor(sent: ReadableMap<number, number>) {
    this.#sent = sent;
  }

  get(conversation: number): number | undefined {
    const sent = this.#sent.get(conversation);
    const read = this.#read.get(conversation);
    return sent === undefined || read === undefined ? (sent ?? read) : Math.max(sent, read);
  }

  set(conversation: number, seq: number): void {
    this.#read.set(conversation, seq);
  }

  /** Conversations with a position. */
  *conversations(): Generator<number> {
    for (const [conversation] of this.#sent) yield conversation;
    for (const [conversation] of this.#read) yield conversation;
  }
}
