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
import { useMuteClock } from './use-now.ts';

/** Messages that are unread where they alert, and those that mention the user anywhere; for the page's title and its icon. */
export function useUnreadTotal(): number {
  const engine = useEngine();
  const conversations = useCalm(engine.conversations, 250);
  const mine = useCalm(engine.mine, 250);
  const own = useMemo(() => ownByConversation(mine), [mine]);
  const now = useMuteClock(own);
  return useMemo(() => unreadTotal(conversations, own, now), [conversations, own, now]);
}
