/**
 * A window onto a conversation, as long as a component is drawn.
 *
 * @module
 */
import { useEffect, useState } from 'react';
import type { TimelineWindow } from '@posthorn/client/engine';
import { useEngine } from '@posthorn/react';
import { calmWindow } from './calm-window.ts';

/** At most so many messages are drawn. */
const MAX_ROWS = 200;

/** `thread`: seq of the message whose thread it is; 0: the conversation itself. Both stay the same for one component. */
export function useTimelineWindow(conversation: number, thread = 0): TimelineWindow {
  const engine = useEngine();
  const [owned] = useState(() => ({
    window: calmWindow(
      engine.timeline(conversation, { maxRows: MAX_ROWS, ...(thread > 0 ? { thread } : {}) }),
    ),
    users: 0,
  }));
  useEffect(() => {
    owned.users += 1;
    return () => {
      owned.users -= 1;
      // In development React runs effects twice: only who does not come back closes.
      queueMicrotask(() => {
        if (owned.users === 0) owned.window.close();
      });
    };
  }, [owned]);
  return owned.window;
}
