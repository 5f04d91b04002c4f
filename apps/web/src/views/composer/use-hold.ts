/**
 * Slow mode: how long the user has to wait.
 *
 * @module
 */
import { useEffect, useReducer } from 'react';
import type { ConversationInfo } from '@posthorn/client/engine';
import { useStatus } from '@posthorn/react';
import { slowModeLeft } from '../../model/can-write.ts';
import type { ComposerMemory } from '../../model/composer-memory.ts';

/** When the user may send again, by the clock of the device; 0: now. Changes never wait. */
export function useHold(info: ConversationInfo, memory: ComposerMemory, isEdit: boolean): number {
  const [, redraw] = useReducer((turn: number) => turn + 1, 0);
  const { clockOffsetMs } = useStatus();
  const { lastMessage } = info;
  const own = lastMessage?.isMine === true ? lastMessage.time : 0;
  const lastAt = Math.max(own, memory.lastSentAt ?? 0);
  const left = isEdit || lastAt === 0 ? 0 : slowModeLeft(info, lastAt, Date.now() + clockOffsetMs);
  useEffect(() => {
    if (left === 0) return undefined;
    const timer = setTimeout(redraw, Math.min(left, 1000));
    return () => clearTimeout(timer);
  });
  return left === 0 ? 0 : Date.now() + left;
}
