/** What is on its way, by conversation. */
import { useCallback, useRef, useSyncExternalStore } from 'react';
import type { OutgoingMessage } from '@posthorn/client/engine';
import { useEngine } from '@posthorn/react';
import { onWayOf } from '../../model/list-outgoing.ts';
import type { OnWay } from '../../model/list-outgoing.ts';

/** The same as long as it says the same, whatever is uploaded meanwhile. */
export function useOnWay(): ReadonlyMap<number, OnWay> {
  const { outgoing, status } = useEngine();
  const known = useRef<{
    readonly all: readonly OutgoingMessage[];
    readonly onWay: ReadonlyMap<number, OnWay>;
  }>(undefined);
  const subscribe = useCallback((listener: () => void) => outgoing.subscribe(listener), [outgoing]);
  const get = useCallback(() => {
    const all = outgoing.get();
    if (known.current?.all !== all)
      known.current = { all, onWay: onWayOf(all, status.get().clockOffsetMs, known.current?.onWay) };
    return known.current.onWay;
  }, [outgoing, status]);
  return useSyncExternalStore(subscribe, get);
}
