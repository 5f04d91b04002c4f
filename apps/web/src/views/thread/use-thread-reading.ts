/**
 * What of a thread was read.
 *
 * @module
 */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Incoming } from '@posthorn/client';
import type { TimelineWindow } from '@posthorn/client/engine';
import { useEngine } from '@posthorn/react';
import { markedFrom, threadMark, threadNewAfter } from '../../model/chat-places.ts';
import type { Seen } from '../chat/timeline-scroller.ts';
import { isLooking, useLooking } from '../chat/use-looking.ts';

export interface ThreadReading {
  /** Messages of others above this seq are new. */
  readonly newAfter: number | undefined;
  readonly onSeen: (seen: Seen) => void;
  /** From this message on nothing is read any more until the thread is opened anew. */
  readonly markUnread: (seq: number) => void;
}

/** `thread`: seq of the message that it belongs to, `root`: that message, once it is there. */
export function useThreadReading(
  view: TimelineWindow,
  {
    conversation,
    thread,
    root,
  }: {
    readonly conversation: number;
    readonly thread: number;
    readonly root: Incoming | undefined;
  },
): ThreadReading {
  const engine = useEngine();
  const isLookedAt = useLooking();
  const own = root?.state?.own;
  const unread = own?.unread ?? 0;
  const follows = own?.follows === true;
  const key = threadMark(conversation, thread);
  const [marked] = useState(() => markedFrom(engine.mine.at(key)));
  const [newAfter, setNewAfter] = useState<number>();
  const hasBegun = useRef(false);
  const isHeld = useRef(false);
  const isAtEnd = useRef(false);
  const asked = useRef(0);
  useEffect(() => {
    if (own === undefined || hasBegun.current) return;
    hasBegun.current = true;
    setNewAfter(threadNewAfter(own, marked));
  }, [own, marked]);
  useEffect(() => {
    // Who opens a thread has seen that it was marked.
    if (engine.mine.at(key) !== undefined) void engine.setMine(key, undefined).catch(() => {});
  }, [engine, key]);
  const readNow = useCallback(() => {
    const { to } = view.slice.get();
    if (unread === 0 || isHeld.current || !isAtEnd.current || !isLooking() || asked.current >= to) return;
    asked.current = to;
    void engine.call('setThread', { conversation, seq: thread, read: to }).catch(() => {
      asked.current = 0;
    });
  }, [engine, view, conversation, thread, unread]);
  useEffect(readNow, [readNow, isLookedAt]);
  const onSeen = useCallback(
    (seen: Seen) => {
      isAtEnd.current = seen.isAtEnd;
      readNow();
    },
    [readNow],
  );
  const markUnread = useCallback(
    (seq: number) => {
      isHeld.current = true;
      setNewAfter(seq - 1);
      void engine.setMine(key, { from: seq }).catch(() => {});
      // Else it would be in no list.
      if (!follows)
        void engine.call('setThread', { conversation, seq: thread, follow: true }).catch(() => {});
    },
    [engine, key, conversation, thread, follows],
  );
  return { newAfter, onSeen, markUnread };
}
