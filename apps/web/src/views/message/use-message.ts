/**
 * One message of a conversation, as it is now.
 *
 * @module
 */
import { useEffect } from 'react';
import type { Incoming } from '@posthorn/client';
import { useLive } from '@posthorn/react';
import { useTimelineWindow } from '../chat/use-window.ts';

/** Undefined: not known yet, or it may not be read. Both stay the same for one component. */
export function useMessage(conversation: number, seq: number): Incoming | undefined {
  const view = useTimelineWindow(conversation);
  const { messages } = useLive(view.slice);
  useEffect(() => {
    // What cannot be read is not shown.
    void view.showAround(seq).catch(() => {});
  }, [view, seq]);
  return messages.find((each) => each.seq === seq);
}
