/**
 * What was read from a log, as pushes have it.
 *
 * @module
 */
import { decodeContent } from '@posthorn/protocol';
import type { MessageInit, StateInit } from '@posthorn/protocol';
import type { Contents } from '../router/contents.ts';

interface Page {
  readonly states: readonly StateInit[];
  readonly contents: Contents;
}

/** Gives entries, and what is said in threads, the state of the message that they belong to, as pushes have it. */
export function withTargets(
  messages: readonly MessageInit[],
  { states, contents }: Page,
): readonly MessageInit[] {
  const known = new Map<number, StateInit>();
  for (const state of [...states, ...messages.flatMap((message) => message.state ?? [])])
    known.set(state.seq ?? 0, state);
  if (known.size === 0) return messages;
  return messages.map((message) => {
    if (message.state !== undefined || message.content === undefined) return message;
    const state = known.get(contents.targetOf(decodeContent(message.content)));
    return state === undefined ? message : { ...message, state };
  });
}
