/**
 * Where the user is logged in.
 *
 * @module
 */
import type { Session } from '@posthorn/protocol';

/** This device first, then those that were used last. */
export function inOrder(sessions: readonly Session[]): readonly Session[] {
  return sessions.toSorted((a, b) => Number(b.current) - Number(a.current) || b.lastUsedAt - a.lastUsedAt);
}
