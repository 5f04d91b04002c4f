/**
 * Messages as they are stored on the device, and what entries make of them.
 *
 * @module
 */
import { decodeMessage, encodeContent, encodeMessage } from '@posthorn/protocol';
import type { Content, MessageInit } from '@posthorn/protocol';
import type { Incoming } from '../api.ts';
import { toIncoming } from '../delivery.ts';
import { entryTarget } from '../entries.ts';
import { Picture } from '../picture.ts';

/** A message after something has happened to it. Undefined: there is nothing to show. */
export function folded(
  known: Incoming | undefined,
  news: readonly Incoming[],
  now: () => number,
  seq = known?.seq ?? 0,
): Incoming | undefined {
  const picture = new Picture(now);
  if (known !== undefined) picture.add(known);
  for (const message of news) picture.add(message);
  return picture.get(seq);
}

/** Takes part in the conversation itself: no entry, and not said in a thread. */
export function isInMain(content: Content): boolean {
  return entryTarget(content) === 0 && content.thread === 0;
}

/** Counts as a message: for unread ones, previews, order. */
export function counts({ content }: Incoming): boolean {
  const kind = content.kind?.case;
  return isInMain(content) && kind !== 'event' && kind !== 'recalled';
}

/** Mentions the user, or everybody. */
export function isNaming({ content: { mentions, mentionAll } }: Incoming, self: number): boolean {
  return mentions.includes(self) || mentionAll !== 'unspecified';
}

/** Unix ms; 0: it does not vanish, or has no words any more. */
export function vanishesAtOf({ content, state }: Incoming): number {
  return content.kind?.case === 'recalled' ? 0 : (state?.vanishesAt ?? 0);
}

export function wireOf(message: Incoming): MessageInit {
  const { content, clientId, isMine: _, ...rest } = message;
  return { ...rest, content: encodeContent(content).slice(), clientId: clientId ?? '' };
}

/** A copy: the codec's small messages share one buffer, and IndexedDB would store all of that buffer. */
export function bytesOf(message: Incoming): Uint8Array {
  return encodeMessage(wireOf(message)).slice();
}

export function messageOf(bytes: Uint8Array, self: number): Incoming {
  return toIncoming(decodeMessage(bytes), self);
}
