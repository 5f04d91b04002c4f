/**
 * Messages that belong to another one: entries, which change it, and what is said in its thread.
 *
 * @module
 */
import { decodeContent } from '@posthorn/protocol';
import type { Batch, Content, ContentInit, Message, State } from '@posthorn/protocol';

/** Seq of the message that an entry changes; 0: the content is no entry. */
export function entryTarget({ kind }: Pick<ContentInit, 'kind'>): number {
  return kind !== undefined && 'target' in kind.value ? (kind.value.target ?? 0) : 0;
}

/** Seq of the message that a content belongs to; 0: none. */
export function targetOf(content: Content): number {
  return entryTarget(content) || content.thread;
}

/** The messages of a page. Those that belong to another one carry its state, as in a push. */
export function pageMessages({ messages, states }: Batch): readonly Message[] {
  const known = new Map<number, State>();
  for (const state of [...states, ...messages.flatMap(({ state = [] }) => state)])
    known.set(state.seq, state);
  if (known.size === 0) return messages;
  return messages.map((message) => {
    const target = message.state === undefined ? targetOf(decodeContent(message.content)) : 0;
    return target === 0 ? message : { ...message, state: known.get(target) };
  });
}
