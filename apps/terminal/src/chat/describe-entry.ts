/**
 * Entries as sentences, for screens that only print.
 *
 * @module
 */
import type { Content } from '@posthorn/client';

/** `who` did it to `what`. Undefined: not worth a line. */
export function describeEntry({ kind }: Content, who: string, what: string): string | undefined {
  switch (kind?.case) {
    case 'edit':
      return `${who} changed what they said: ${kind.value.text}`;
    case 'recall':
      return `${who} took a message back`;
    case 'reaction':
      return `${who} ${kind.value.remove ? 'took back' : 'gave'} ${kind.value.emoji} ${kind.value.remove ? 'from' : 'to'} ${what}`;
    case 'pin':
      return `${who} ${kind.value.remove ? 'unpinned' : 'pinned'} ${what}`;
    case 'vote':
      return `${who} voted on ${what}`;
    case 'closePoll':
      return `${who} closed the poll ${what}`;
    default:
      return undefined;
  }
}
