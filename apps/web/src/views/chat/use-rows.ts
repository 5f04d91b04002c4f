/**
 * The rows of a timeline, as they are now.
 *
 * @module
 */
import { useCallback, useMemo, useRef, useSyncExternalStore } from 'react';
import type { OutgoingMessage, TimelineWindow } from '@posthorn/client/engine';
import { useEngine, useLive, useOutgoing } from '@posthorn/react';
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
  const engine = useEngine();
  const { messages, isAtStart, isAtEnd } = useLive(view.slice);
  const all = useOutgoing();
  const before = useRef<readonly Row[]>([]);
  const sent = useRef<readonly OutgoingMessage[]>([]);
  const outgoing = outgoingOf(all, { conversation, peer, thread }, sent.current);
  sent.current = outgoing;
  const hidden = useHidden(conversation);
  return useMemo(() => {
    const isHidden = (seq: number): boolean => engine.mine.at(`hide/${conversation}/${seq}`) !== undefined;
    const input = { messages, isAtStart, isAtEnd, outgoing, newAfter, isHidden };
    before.current = timelineRows(input, before.current);
    return before.current;
    // `hidden` says when isHidden says something else.
  }, [engine, conversation, messages, isAtStart, isAtEnd, outgoing, newAfter, hidden]);
}

/** How many messages of the conversation the user has hidden. */
function useHidden(conversation: number): number {
  const { mine } = useEngine();
  const subscribe = useCallback((listener: () => void) => mine.subscribe(listener), [mine]);
  const known = useRef<{ readonly entries: unknown; readonly count: number }>(undefined);
  const get = useCallback(() => {
    const entries = mine.get();
    if (known.current?.entries === entries) return known.current.count;
    let count = 0;
    for (const key of entries.keys()) if (key.startsWith(`hide/${conversation}/`)) count += 1;
    known.current = { entries, count };
    return count;
  }, [mine, conversation]);
  return useSyncExternalStore(subscribe, get);
}
