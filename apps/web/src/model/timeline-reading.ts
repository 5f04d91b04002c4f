/**
 * What counts as read.
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
