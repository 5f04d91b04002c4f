/**
 * What stands in a conversation, for what is not drawn anew with each message.
 *
 * @module
 */
import { useCallback, useRef, useSyncExternalStore } from 'react';
import { useEngine } from '@posthorn/react';
import { standingOf } from '../../model/standing-info.ts';
import type { StandingInfo } from '../../model/standing-info.ts';

/** Undefined: there is no such conversation, or it is not known yet. The same object as long as it says the same. */
export function useStanding(conversation: number | undefined): StandingInfo | undefined {
  const { conversations } = useEngine();
  const known = useRef<StandingInfo>(undefined);
  const subscribe = useCallback(
    (listener: () => void) =>
      conversation === undefined ? () => {} : conversations.subscribeTo(conversation, listener),
    [conversations, conversation],
  );
  const get = useCallback(() => {
    const now = conversation === undefined ? undefined : conversations.at(conversation);
    known.current = now === undefined ? undefined : standingOf(known.current, now);
    return known.current;
  }, [conversations, conversation]);
  return useSyncExternalStore(subscribe, get);
}
