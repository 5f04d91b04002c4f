/**
 * Which messages are selected.
 *
 * @module
 */
import type { Incoming } from '@posthorn/client';

/** Forwarding takes no more at once. */
export const MAX_SELECTED = 100;

/** After a message was touched. `from`: with all from this one on; 0: alone. Undefined: nothing is selected any more. */
export function selectedAfter(
  before: ReadonlySet<number>,
  messages: readonly Incoming[],
  seq: number,
  from: number,
): ReadonlySet<number> | undefined {
  const after = new Set(before);
  if (from > 0 && from !== seq) {
    const [low, high] = from < seq ? [from, seq] : [seq, from];
    for (const { seq: each, content } of messages)
      if (each >= low && each <= high && content.kind?.case !== 'event') after.add(each);
  } else if (!after.delete(seq)) after.add(seq);
  if (after.size === 0) return undefined;
  return after.size > MAX_SELECTED ? before : after;
}
