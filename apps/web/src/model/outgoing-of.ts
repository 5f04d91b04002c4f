/**
 * Which messages on their way belong to a timeline.
 *
 * @module
 */
import type { OutgoingMessage } from '@posthorn/client/engine';

export interface TimelinePlace {
  readonly conversation: number;
  /** The other user of a direct conversation; 0: none. */
  readonly peer: number;
  /** 0: the conversation itself. */
  readonly thread: number;
}

/** Those that get a row: entries do not. The same list as `before` if nothing has changed. */
export function outgoingOf(
  all: readonly OutgoingMessage[],
  { conversation, peer, thread }: TimelinePlace,
  before: readonly OutgoingMessage[] = [],
): readonly OutgoingMessage[] {
  const mine = all.filter(({ conversation: where, target, content }) => {
    const { kind } = content;
    if (kind !== undefined && 'target' in kind.value) return false;
    if ((content.thread ?? 0) !== thread) return false;
    if (where !== undefined) return where === conversation;
    return 'conversation' in target ? target.conversation === conversation : peer !== 0 && target.to === peer;
  });
  const isSame = mine.length === before.length && mine.every((each, index) => each === before[index]);
  return isSame ? before : mine;
}
