/**
 * A window onto a conversation, for as long as a component is there.
 *
 * @module
 */
import { useCallback, useEffect, useState, useSyncExternalStore } from 'react';
import type { Slice, TimelineWindow } from '@posthorn/client/engine';
import { useEngine } from './provider.ts';

export interface TimelineOptions {
  /** The thread of this message instead. */
  readonly thread?: number;
  /** Show this message first, and its neighbours; default: the newest ones. Only what it is at first counts. */
  readonly around?: number;
  readonly maxRows?: number;
}

export interface ShownTimeline {
  /** To move it. Undefined in the first render. */
  readonly window: TimelineWindow | undefined;
  /** Undefined until the first rows are there. */
  readonly slice: Slice | undefined;
}

/** Opens a window, and closes it when the component goes, or shows another conversation. */
export function useTimeline(
  conversation: number,
  { thread, around, maxRows }: TimelineOptions = {},
): ShownTimeline {
  const engine = useEngine();
  const [window, setWindow] = useState<TimelineWindow>();
  useEffect(() => {
    const opened = engine.timeline(conversation, {
      ...(thread !== undefined && { thread }),
      ...(maxRows !== undefined && { maxRows }),
    });
    setWindow(opened);
    // What goes wrong is in the slice; the window may be closed meanwhile.
    const shown = around === undefined ? opened.showNewest() : opened.showAround(around);
    shown.catch(() => {});
    return () => {
      setWindow(undefined);
      opened.close();
    };
    // Where it was first shown does not move it later.
  }, [engine, conversation, thread, maxRows]);
  const subscribe = useCallback(
    (listener: () => void) => window?.slice.subscribe(listener) ?? (() => {}),
    [window],
  );
  const get = useCallback(() => window?.slice.get(), [window]);
  const slice = useSyncExternalStore(subscribe, get, get);
  return { window, slice: slice?.isLoaded === true || slice?.error !== undefined ? slice : undefined };
}
