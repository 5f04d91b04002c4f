/**
 * What counts as read, and where the line of what is new stands.
 *
 * @module
 */

export interface Reading {
  readonly isVisible: boolean;
  readonly isFocused: boolean;
  /** Marked as unread by the user: nothing is read until the chat is opened anew. */
  readonly isHeld: boolean;
  /** The last message of which enough was seen; 0: none. */
  readonly seen: number;
  /** The newest message is seen at the end of the conversation. */
  readonly isAtEnd: boolean;
  /** The highest seq that is loaded, of entries too. */
  readonly to: number;
  /** What was read before. */
  readonly read: number;
}

/** The seq up to which everything was read now; undefined: nothing more than before. */
export function readThrough(now: Reading): number | undefined {
  if (!now.isVisible || !now.isFocused || now.isHeld || now.seen === 0) return undefined;
  // At the end also events and entries below the last message are read.
  const through = now.isAtEnd ? Math.max(now.seen, now.to) : now.seen;
  return through > now.read ? through : undefined;
}

/**
 * The line above what is new. It is placed once: where reading begins, or above what came while nobody looked; and stays until
 * one leaves the chat, however much is read.
 */
export class NewLine {
  #after: number | undefined;

  /** Messages above this seq are new; undefined: there is no line. */
  get after(): number | undefined {
    return this.#after;
  }

  /** The chat was opened. `read`: up to where; `unread`: how many messages are above it. */
  open(read: number, unread: number): void {
    this.#after = unread > 0 ? read : undefined;
  }

  /** A message of somebody else has come; `isSeen`: it is read at once. `before`: the seq of what stood there last. */
  came(before: number, isSeen: boolean): void {
    if (!isSeen) this.#after ??= before;
  }

  /** The user has marked as unread what is above `seq`. */
  mark(seq: number): void {
    this.#after = seq;
  }
}
