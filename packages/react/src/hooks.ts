/**
 * What components read of the engine.
 *
 * @module
 */
import { useCallback, useSyncExternalStore } from 'react';
import type {
  ConversationInfo,
  Cursor,
  Live,
  LiveMap,
  OutgoingMessage,
  Status,
} from '@posthorn/client/engine';
import type { PresenceNote, User } from '@posthorn/protocol';
import { useEngine } from './provider.ts';

/** A value, as it is now. */
export function useLive<T>(live: Live<T>): T {
  const subscribe = useCallback((listener: () => void) => live.subscribe(listener), [live]);
  const get = useCallback(() => live.get(), [live]);
  return useSyncExternalStore(subscribe, get, get);
}

/** One value of a map. Undefined: there is none, or it is not known yet. Undefined as the key watches nothing. */
export function useLiveKey<K, V>(live: LiveMap<K, V>, key: K | undefined): V | undefined {
  const subscribe = useCallback(
    (listener: () => void) => (key === undefined ? () => {} : live.subscribeTo(key, listener)),
    [live, key],
  );
  const get = useCallback(() => (key === undefined ? undefined : live.at(key)), [live, key]);
  return useSyncExternalStore(subscribe, get, get);
}

export function useStatus(): Status {
  return useLive(useEngine().status);
}

export function useMe(): User | undefined {
  return useLive(useEngine().me);
}

/** All of them, in no order. */
export function useConversations(): ReadonlyMap<number, ConversationInfo> {
  return useLive(useEngine().conversations);
}

export function useConversation(id: number | undefined): ConversationInfo | undefined {
  return useLiveKey(useEngine().conversations, id);
}

export function useUser(id: number | undefined): User | undefined {
  return useLiveKey(useEngine().users, id);
}

export function usePresence(user: number | undefined): PresenceNote | undefined {
  return useLiveKey(useEngine().presence, user);
}

/** Who types in a conversation. */
export function useTyping(conversation: number): readonly number[] {
  return useLiveKey(useEngine().typing, conversation) ?? NOBODY;
}

/** An entry of the user's own space. Its shape is for the caller to check. */
export function useMine(key: string): unknown {
  return useLiveKey(useEngine().mine, key);
}

export function useOutgoing(): readonly OutgoingMessage[] {
  return useLive(useEngine().outgoing);
}

export function useCursors(conversation: number): ReadonlyMap<number, Cursor> {
  return useLive(useEngine().cursors(conversation));
}

const NOBODY: readonly number[] = [];
