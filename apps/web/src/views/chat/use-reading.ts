/**
 * What of a chat was read, and where the line "New" stands.
 *
 * @module
 */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { TimelineWindow } from '@posthorn/client/engine';
import { useEngine } from '@posthorn/react';
import { markedFrom, newAfterOf } from '../../model/chat-places.ts';
import type { Opening } from '../../model/chat-places.ts';
import { readThrough } from '../../model/timeline-reading.ts';
import { useChatPlaces } from './session.tsx';
import type { Seen } from './timeline-scroller.ts';
import { isLooking, useLooking } from './use-looking.ts';

export interface ChatReading {
  /** Messages of others above this seq are new. */
  readonly newAfter: number | undefined;
  /** The newest message is seen. */
  readonly isAtEnd: boolean;
  readonly onSeen: (seen: Seen) => void;
  /** From this message on nothing is read any more until the chat is opened anew. */
  readonly markUnread: (seq: number) => void;
}

/** What was known when the chat was opened. */
export function useKnown(conversation: number): Omit<Opening, 'seq'> {
  const engine = useEngine();
  const places = useChatPlaces();
  const [opening] = useState(() => {
    const { read = 0, unread = 0 } = engine.conversations.at(conversation) ?? {};
    const marked = markedFrom(engine.mine.at(`unread/${conversation}`));
    return { place: places.of(conversation), read, unread, markedFrom: marked };
  });
  return opening;
}

export function useReading(
  view: TimelineWindow,
  conversation: number,
  opening: Omit<Opening, 'seq'>,
): ChatReading {
  const engine = useEngine();
  const places = useChatPlaces();
  const [newAfter, setNewAfter] = useState(() => newAfterOf(opening));
  const [isAtEnd, setAtEnd] = useState(true);
  const isHeld = useRef(false);
  const seen = useRef<Seen>({ seen: 0, isAtEnd: false, top: undefined });
  const readNow = useReadMark(view, conversation, seen, isHeld);
  useNewLine(view, seen, isHeld, setNewAfter);
  useUnmarked(conversation);
  const onSeen = useCallback(
    (now: Seen) => {
      seen.current = now;
      places.keep(conversation, now.isAtEnd ? undefined : now.top);
      setAtEnd(now.isAtEnd);
      readNow();
    },
    [places, conversation, readNow],
  );
  const markUnread = useCallback(
    (seq: number) => {
      isHeld.current = true;
      setNewAfter(seq - 1);
      void engine.setMine(`unread/${conversation}`, { from: seq }).catch(() => {});
    },
    [engine, conversation],
  );
  return { newAfter, isAtEnd, onSeen, markUnread };
}

/** Marks as read what is seen, now and whenever somebody looks at the page again. Returns how to do it at once. */
function useReadMark(
  view: TimelineWindow,
  conversation: number,
  seen: { readonly current: Seen },
  isHeld: { readonly current: boolean },
): () => void {
  const engine = useEngine();
  const isLookedAt = useLooking();
  const read = useRef(0);
  const readNow = useCallback(() => {
    read.current = Math.max(read.current, engine.conversations.at(conversation)?.read ?? 0);
    const through = readThrough({
      isVisible: document.visibilityState === 'visible',
      isFocused: isLooking(),
      isHeld: isHeld.current,
      seen: seen.current.seen,
      isAtEnd: seen.current.isAtEnd,
      to: view.slice.get().to,
      read: read.current,
    });
    if (through === undefined) return;
    read.current = through;
    engine.markRead(conversation, through);
  }, [engine, view, conversation, seen, isHeld]);
  useEffect(() => {
    if (isLookedAt) readNow();
    engine.setFocus(isLookedAt ? conversation : undefined);
    return () => engine.setFocus(undefined);
  }, [isLookedAt, readNow, engine, conversation]);
  return readNow;
}

/** Who opens a conversation has seen that it was marked as unread. */
function useUnmarked(conversation: number): void {
  const engine = useEngine();
  useEffect(() => {
    if (engine.mine.at(`unread/${conversation}`) !== undefined)
      void engine.setMine(`unread/${conversation}`, undefined).catch(() => {});
  }, [engine, conversation]);
}

/** Places the line above what comes while nobody looks, or while one reads further up. */
function useNewLine(
  view: TimelineWindow,
  seen: { readonly current: Seen },
  isHeld: { readonly current: boolean },
  set: (change: (before: number | undefined) => number | undefined) => void,
): void {
  // What arrives draws nothing but rows anew: the line is placed without a look at each of them by React.
  useEffect(() => {
    let last: number | undefined;
    const look = (): void => {
      const { messages, isAtEnd } = view.slice.get();
      if (!isAtEnd) return;
      const newest = messages.at(-1);
      const before = last;
      last = newest?.seq ?? 0;
      if (before === undefined || newest === undefined || newest.seq <= before || newest.isMine) return;
      const isReadAtOnce = isLooking() && seen.current.isAtEnd && !isHeld.current;
      if (!isReadAtOnce) set((after) => after ?? before);
    };
    look();
    return view.slice.subscribe(look);
  }, [view, seen, isHeld, set]);
}
