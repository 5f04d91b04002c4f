/**
 * Entries as sentences, for screens that only print.
 *
 * @module
 */
import type { Content } from '@posthorn/client';

/** `who` did it. Undefined: not worth a line. */
export function describeEntry({ kind }: Content, who: string): string | undefined {
  switch (kind?.case) {
    case 'edit':
      return `${who} edited message ${kind.value.target}: ${kind.value.text}`;
    case 'recall':
      return `${who} took message ${kind.value.target} back`;
    case 'reaction':
      return `${who} ${kind.value.remove ? 'took back' : 'gave'} ${kind.value.emoji} to message ${kind.value.target}`;
    case 'pin':
      return `${who} ${kind.value.remove ? 'unpinned' : 'pinned'} message ${kind.value.target}`;
    case 'vote':
      return `${who} voted on message ${kind.value.target}`;
    case 'closePoll':
      return `${who} closed the poll of message ${kind.value.target}`;
    default:
      return undefined;
  }
}
