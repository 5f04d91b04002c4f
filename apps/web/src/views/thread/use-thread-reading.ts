/**
 * What of a thread was read.
 *
 * @module
 */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Incoming } from '@posthorn/client';
import type { TimelineWindow } from '@posthorn/client/engine';
import { useEngine } from '@posthorn/react';
import type { Seen } from '../chat/timeline-scroller.ts';
import { isLooking, useLooking } from '../chat/use-looking.ts';

export interface ThreadReading {
  /** Messages of others above this seq are new. */
  readonly newAfter: number | undefined;
  readonly onSeen: (seen: Seen) => void;
}

/** `root`: the message that the thread belongs to. */
export function useThreadReading(
  view: TimelineWindow,
  conversation: number,
  root: Incoming | undefined,
): ThreadReading {
  const engine = useEngine();
  const isLookedAt = useLooking();
  const own = root?.state?.own;
  const unread = own?.unread ?? 0;
  const seq = root?.seq;
  const [newAfter, setNewAfter] = useState<number>();
  const hasBegun = useRef(false);
  const isAtEnd = useRef(false);
  const asked = useRef(0);
  useEffect(() => {
    if (own === undefined || hasBegun.current) return;
    hasBegun.current = true;
    if (own.unread > 0 && own.read > 0) setNewAfter(own.read);
  }, [own]);
  const readNow = useCallback(() => {
    const { to } = view.slice.get();
    if (seq === undefined || unread === 0 || !isAtEnd.current || !isLooking() || asked.current >= to) return;
    asked.current = to;
    void engine.call('setThread', { conversation, seq, read: to }).catch(() => {
      asked.current = 0;
    });
  }, [engine, view, conversation, seq, unread]);
  useEffect(readNow, [readNow, isLookedAt]);
  const onSeen = useCallback(
    (seen: Seen) => {
      isAtEnd.current = seen.isAtEnd;
      readNow();
    },
    [readNow],
  );
  return { newAfter, onSeen };
}
