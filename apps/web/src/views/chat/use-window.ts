/**
 * A window onto a conversation, as long as a component is drawn.
 *
 * @module
 */
import { useEffect, useState } from 'react';
import type { TimelineWindow } from '@posthorn/client/engine';
import { useEngine } from '@posthorn/react';
import type { Start } from '../../model/chat-places.ts';
import { calmWindow } from './calm-window.ts';

/** At most so many messages are drawn. */
const MAX_ROWS = 200;

export interface WindowPlace {
  /** Seq of the message whose thread it is; 0: the conversation itself. */
  readonly thread?: number;
  /** What will be shown first: it is read while the page is drawn. */
  readonly start?: Start;
}

/** All of it stays the same for one component. */
export function useTimelineWindow(
  conversation: number,
  { thread = 0, start }: WindowPlace = {},
): TimelineWindow {
  const engine = useEngine();
  const [owned] = useState(() => {
    const made = engine.timeline(conversation, { maxRows: MAX_ROWS, ...(thread > 0 ? { thread } : {}) });
    const window = calmWindow(made);
    if (start !== undefined) read(window, start);
    return { window, users: 0 };
  });
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

/** What cannot be read is told by the slice. */
function read(window: TimelineWindow, start: Start): void {
  const shown = start.at === 'newest' ? window.showNewest() : window.showAround(start.seq);
  shown.catch(() => {});
}
