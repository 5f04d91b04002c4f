/**
 * What is pinned in a conversation, as it is now.
 *
 * @module
 */
import type { ShownMessage } from '@posthorn/client/engine';
import { useEngine, useLiveKey } from '@posthorn/react';

const NONE: readonly ShownMessage[] = [];

/** The last one that was pinned comes first. */
export function usePins(conversation: number): readonly ShownMessage[] {
  return useLiveKey(useEngine().pins, conversation) ?? NONE;
}
