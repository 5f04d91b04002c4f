/**
 * What chats remember as long as the page lives.
 *
 * @module
 */
import { createContext, useCallback, useContext, useSyncExternalStore } from 'react';
import { ChatPlaces } from '../../model/chat-places.ts';
import { ChatSessions } from '../../model/chat-session.ts';
import type { ChatSession, ChatSessionState } from '../../model/chat-session.ts';

const Sessions = createContext(new ChatSessions());
const Places = createContext(new ChatPlaces());

/** `thread`: seq of the message whose thread it is; 0: the chat itself. */
export function useChatSession(conversation: number, thread = 0): ChatSession {
  return useContext(Sessions).of(conversation, thread);
}

export function useChatSessionState(session: ChatSession): ChatSessionState {
  return useSyncExternalStore(session.subscribe, session.get);
}

export function useChatPlaces(): ChatPlaces {
  return useContext(Places);
}

/** Puts the focus where one writes. The same function as long as the place is the same. */
export function useLeave(conversation: number, thread = 0): () => void {
  const session = useChatSession(conversation, thread);
  return useCallback(() => session.focusComposer(), [session]);
}
