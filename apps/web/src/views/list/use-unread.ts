/**
 * How much is unread in all.
 *
 * @module
 */
import { useMemo } from 'react';
import { useEngine } from '@posthorn/react';
import { unreadTotal } from '../../model/conversation-list.ts';
import { ownByConversation } from '../../model/own.ts';
import { useCalm } from './use-calm.ts';

/** Messages that are unread where they alert, and those that mention the user anywhere; for the page's title and its icon. */
export function useUnreadTotal(): number {
  const engine = useEngine();
  const conversations = useCalm(engine.conversations, 250);
  const mine = useCalm(engine.mine, 250);
  return useMemo(
    () => unreadTotal(conversations, ownByConversation(mine), Date.now()),
    [conversations, mine],
  );
}
