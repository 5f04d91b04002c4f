/**
 * Slow mode: how long the user has to wait.
 *
 * @module
 */
import { useCallback, useEffect, useReducer, useSyncExternalStore } from 'react';
import { useEngine, useStatus } from '@posthorn/react';
import { slowModeLeft } from '../../model/can-write.ts';
import type { ComposerMemory } from '../../model/composer-memory.ts';
import type { StandingInfo } from '../../model/standing-info.ts';

/** When the user may send again, by the clock of the device; 0: now. Changes never wait. */
export function useHold(info: StandingInfo, memory: ComposerMemory, isEdit: boolean): number {
  const [, redraw] = useReducer((turn: number) => turn + 1, 0);
  const { clockOffsetMs } = useStatus();
  const lastAt = Math.max(useOwnLastAt(info.id), memory.lastSentAt ?? 0);
  const left = isEdit || lastAt === 0 ? 0 : slowModeLeft(info, lastAt, Date.now() + clockOffsetMs);
  useEffect(() => {
    if (left === 0) return undefined;
    const timer = setTimeout(redraw, Math.min(left, 1000));
    return () => clearTimeout(timer);
  });
  return left === 0 ? 0 : Date.now() + left;
}

/** When the user said the last message of the conversation; 0: somebody else did. Messages of others draw nothing anew. */
function useOwnLastAt(conversation: number): number {
  const { conversations } = useEngine();
  const subscribe = useCallback(
    (listener: () => void) => conversations.subscribeTo(conversation, listener),
    [conversations, conversation],
  );
  const get = useCallback(() => {
    const last = conversations.at(conversation)?.lastMessage;
    return last?.isMine === true ? last.time : 0;
  }, [conversations, conversation]);
  return useSyncExternalStore(subscribe, get);
}
