/**
 * Which events a webhook wants.
 *
 * @module
 */
import type { Selection } from './records.ts';

const PATTERN = /^(?:\*|[a-z][a-z-]{0,40}\.(?:\*|[a-z][a-z-]{0,40}))$/;

export function isPattern(text: string): boolean {
  return PATTERN.test(text);
}

/** `patterns`: types, `message.*`, `*`. */
export function matches(patterns: readonly string[], type: string): boolean {
  return patterns.some(
    (pattern) =>
      pattern === '*' ||
      pattern === type ||
      (pattern.endsWith('.*') && type.startsWith(pattern.slice(0, -1))),
  );
}

/** Whether a webhook is for a conversation; 0: for what happens in none. */
export function covers(
  { conversations, noDirect }: Selection,
  conversation: number,
  conversationKind: string,
): boolean {
  if (conversations.length > 0) return conversations.includes(conversation);
  return !noDirect || conversationKind !== 'direct';
}
