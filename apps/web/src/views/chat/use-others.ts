/**
 * How far the others have come in a conversation, for the ticks of one's own messages.
 *
 * @module
 */
import { useCallback, useMemo, useRef, useSyncExternalStore } from 'react';
import type { Cursor } from '@posthorn/client/engine';
import { useEngine, useMe } from '@posthorn/react';
import { furthest } from '../../model/message-status.ts';

const NOBODY: Cursor = { read: 0, delivered: 0 };

/** `isOn`: there are marks in this kind of conversation. */
export function useOthers(conversation: number, isOn: boolean): Cursor {
  const engine = useEngine();
  const me = useMe()?.id;
  const cursors = useMemo(
    () => (isOn ? engine.cursors(conversation) : undefined),
    [engine, conversation, isOn],
  );
  const known = useRef(NOBODY);
  const subscribe = useCallback(
    (listener: () => void) => cursors?.subscribe(listener) ?? (() => {}),
    [cursors],
  );
  const get = useCallback(() => {
    if (cursors === undefined) return NOBODY;
    const now = furthest(cursors.get(), me);
    const before = known.current;
    if (now.read !== before.read || now.delivered !== before.delivered) known.current = now;
    return known.current;
  }, [cursors, me]);
  return useSyncExternalStore(subscribe, get);
}
