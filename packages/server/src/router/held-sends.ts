/**
 * Keeps one sender's order when a message in the middle of a pipeline is refused for the moment: what was
 * sent behind it is refused too, until it is tried again (promise 4; Send.order in posthorn.proto).
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';

interface Ordered {
  readonly connection: number;
  readonly order: number;
}

export class HeldSends {
  /** By connection, then by conversation: the lowest refused order. */
  readonly #held = new Map<number, Map<number, number>>();

  /** Throws HELD when an earlier send of the same connection to `conversation` must come first. */
  check({ connection, order }: Ordered, conversation: number): void {
    const held = this.#held.get(connection);
    const lowest = held?.get(conversation);
    if (held === undefined || lowest === undefined || order === 0) return;
    if (order > lowest) throw new PosthornError('HELD', 'an earlier message must be tried again first');
    held.delete(conversation);
    if (held.size === 0) this.#held.delete(connection);
  }

  /** A send was refused with a code that allows a retry. */
  hold({ connection, order }: Ordered, conversation: number): void {
    if (connection === 0 || order === 0) return;
    let held = this.#held.get(connection);
    if (held === undefined) this.#held.set(connection, (held = new Map<number, number>()));
    const lowest = held.get(conversation);
    if (lowest === undefined || order < lowest) held.set(conversation, order);
  }

  forget(connection: number): void {
    this.#held.delete(connection);
  }
}
