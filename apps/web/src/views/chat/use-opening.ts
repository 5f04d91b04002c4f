/**
 * Shows the right place when a chat is opened, and when the address asks for another one.
 *
 * @module
 */
import { useLayoutEffect, useRef } from 'react';
import type { RefObject } from 'react';
import { startOf } from '../../model/chat-places.ts';
import type { Opening } from '../../model/chat-places.ts';
import { chatPath } from '../../model/route.ts';
import type { StandingInfo } from '../../model/standing-info.ts';
import { useGo, useSide } from '../frame/go.ts';
import type { TimelineHandle } from './timeline.tsx';

export function useOpening(
  timeline: RefObject<TimelineHandle | null>,
  { id: conversation }: StandingInfo,
  seq: number | undefined,
  known: Omit<Opening, 'seq'>,
): void {
  const isOpen = useRef(false);
  const go = useGo();
  const side = useSide();
  useLayoutEffect(() => {
    const { current: handle } = timeline;
    if (handle === null || (isOpen.current && seq === undefined)) return;
    const start =
      isOpen.current && seq !== undefined ? { at: 'message' as const, seq } : startOf({ ...known, seq });
    isOpen.current = true;
    switch (start.at) {
      case 'newest':
        handle.newest();
        break;
      case 'unread':
        handle.jump(start.seq, 'quarter', false);
        break;
      case 'place':
        handle.jump(start.seq, start.offset, false);
        break;
      case 'message':
        handle.jump(start.seq);
        break;
    }
    // The same link may be followed again.
    if (seq !== undefined) go.to(chatPath(conversation, undefined, side), { replace: true });
  }, [timeline, conversation, seq, known, go, side]);
}
