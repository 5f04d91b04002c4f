/**
 * The rows of a timeline, as they are now.
 *
 * @module
 */
import { useCallback, useMemo, useRef, useSyncExternalStore } from 'react';
import type { BotNews, OutgoingMessage, TimelineWindow } from '@posthorn/client/engine';
import { useEngine, useLive, useLiveKey, useOutgoing } from '@posthorn/react';
import { timelineRows } from '../../model/timeline-rows.ts';
import type { Row } from '../../model/timeline-rows.ts';
import { outgoingOf } from '../../model/outgoing-of.ts';

export interface RowsOptions {
  readonly conversation: number;
  /** The other user of a direct conversation; 0: none. */
  readonly peer: number;
  readonly thread: number;
  readonly newAfter: number | undefined;
}

export function useRows(view: TimelineWindow, options: RowsOptions): readonly Row[] {
  const { conversation, peer, thread, newAfter } = options;
  const { messages, isAtStart, isAtEnd } = useLive(view.slice);
  const all = useOutgoing();
  const before = useRef<readonly Row[]>([]);
  const sent = useRef<readonly OutgoingMessage[]>([]);
  const outgoing = outgoingOf(all, { conversation, peer, thread }, sent.current);
  sent.current = outgoing;
  const hidden = useHidden(conversation);
  const bots = useBots(conversation, thread);
  return useMemo(() => {
    const input = {
      messages,
      isAtStart,
      isAtEnd,
      outgoing,
      newAfter,
      hidden,
      ...(bots !== undefined && { bots }),
    };
    before.current = timelineRows(input, before.current);
    return before.current;
  }, [messages, isAtStart, isAtEnd, outgoing, newAfter, hidden, bots]);
}

/** What bots show here: in a thread only what they write in it. */
function useBots(conversation: number, thread: number): BotNews | undefined {
  const news = useLiveKey(useEngine().bots, conversation);
  return useMemo(
    () =>
      news && {
        ephemerals: thread === 0 ? news.ephemerals : [],
        streams: news.streams.filter((note) => note.thread === thread),
      },
    [news, thread],
  );
}

/** Seqs of the messages of the conversation that the user has hidden. The same set until it changes. */
function useHidden(conversation: number): ReadonlySet<number> {
  const { mine } = useEngine();
  const subscribe = useCallback((listener: () => void) => mine.subscribe(listener), [mine]);
  const known = useRef<{ readonly entries: unknown; readonly seqs: ReadonlySet<number> }>(undefined);
  const get = useCallback(() => {
    const entries = mine.get();
    if (known.current?.entries === entries) return known.current.seqs;
    const prefix = `hide/${conversation}/`;
    const now = new Set<number>();
    for (const key of entries.keys()) if (key.startsWith(prefix)) now.add(Number(key.slice(prefix.length)));
    const before = known.current?.seqs;
    const isSame = before?.size === now.size && [...now].every((seq) => before.has(seq));
    const seqs = isSame ? before : now;
    known.current = { entries, seqs };
    return seqs;
  }, [mine, conversation]);
  return useSyncExternalStore(subscribe, get);
}
