/**
 * What a CIM client has been sent, and what of it counts as delivered. Its wire confirms nothing, so two signs are read:
 *
 * - A ping confirms what was written before the ping before it. Pings are 10 s apart; what was written shortly before a
 *   ping may have crossed it.
 * - The end of a connection that the client closes itself confirms all but the last second.
 *
 * Anything else is sent again when the client is back.
 *
 * @module
 */

/** How far a conversation was delivered. */
export interface Delivered {
  readonly conversation: number;
  readonly delivered: number;
}

interface Mark {
  readonly conversation: number;
  seq: number;
  /** When it was written, in monotonic ms. */
  readonly at: number;
}

/** What is younger when the client closes may still have been on its way. */
const SETTLED_MS = 1000;

export class Receipts {
  /** In the order of writing. Not too many: frames leave at a pace, and a client without pings is disconnected. */
  readonly #marks: Mark[] = [];
  /** How many of them were written before the last ping. */
  #pinged = 0;
  /** The last mark of each conversation. */
  readonly #last = new Map<number, Mark>();

  written(conversation: number, seq: number, at: number): void {
    const mark = { conversation, seq, at };
    this.#marks.push(mark);
    this.#last.set(conversation, mark);
  }

  /** A message that the client does not get; everything before it was written. */
  skipped(conversation: number, seq: number, at: number): void {
    const last = this.#last.get(conversation);
    if (last === undefined) this.written(conversation, seq, at);
    else last.seq = seq;
  }

  /** Returns what a ping confirms. */
  pinged(): readonly Delivered[] {
    const confirmed = this.#take(this.#pinged);
    this.#pinged = this.#marks.length;
    return confirmed;
  }

  /** Returns what the client's end confirms, now. */
  ended(now: number): readonly Delivered[] {
    const settled = this.#marks.findIndex(({ at }) => at > now - SETTLED_MS);
    return this.#take(settled === -1 ? this.#marks.length : settled);
  }

  #take(count: number): readonly Delivered[] {
    const taken = this.#marks.splice(0, count);
    for (const mark of taken)
      if (this.#last.get(mark.conversation) === mark) this.#last.delete(mark.conversation);
    const delivered = new Map(taken.map(({ conversation, seq }) => [conversation, seq]));
    return [...delivered].map(([conversation, seq]) => ({ conversation, delivered: seq }));
  }
}
