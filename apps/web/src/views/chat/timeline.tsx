/**
 * The messages of a conversation or thread, as a slice that is extended and trimmed at both ends.
 *
 * @module
 */
import { memo, useEffect, useImperativeHandle, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { ReactNode, Ref } from 'react';
import { useLingui } from '@lingui/react';
import type { TimelineWindow } from '@posthorn/client/engine';
import { useLive } from '@posthorn/react';
import type { Row } from '../../model/timeline-rows.ts';
import { seqOf } from '../../model/timeline-rows.ts';
import { onTimelineKey } from './timeline-keys.ts';
import { PageLoader } from './page-loader.ts';
import { TimelineScroller } from './timeline-scroller.ts';
import type { Goal, Seen } from './timeline-scroller.ts';
import css from './timeline.module.css';

export interface TimelineHandle {
  /** Shows a message, and makes it stand out for a moment. */
  readonly jump: (seq: number, place?: 'middle' | 'quarter' | number, flashes?: boolean) => void;
  readonly newest: () => void;
}

export interface TimelineProps {
  readonly window: TimelineWindow;
  readonly rows: readonly Row[];
  readonly label: string;
  readonly handle: Ref<TimelineHandle>;
  readonly drawRow: (row: Row, isFlashed: boolean) => ReactNode;
  readonly onSeen: (seen: Seen) => void;
  /** Escape: back to where one writes. */
  readonly onLeave: () => void;
}

const FLASH_MS = 1600;

export function Timeline({
  window: view,
  rows,
  label,
  handle,
  drawRow,
  onSeen,
  onLeave,
}: TimelineProps): ReactNode {
  const { i18n } = useLingui();
  const slice = useLive(view.slice);
  const scroller = useScroller(view, onSeen);
  const { viewRef, contentRef, flashed, changed } = scroller;
  useImperativeHandle(handle, () => scroller.handle, [scroller.handle]);
  const { from, to, isAtStart, isAtEnd } = slice;
  useLayoutEffect(
    () => changed({ from, to, isAtStart, isAtEnd }),
    [changed, rows, from, to, isAtStart, isAtEnd],
  );
  return (
    <div
      ref={viewRef}
      className={css.view}
      role="log"
      aria-label={label}
      aria-live="off"
      aria-busy={!slice.isLoaded}
      data-timeline=""
      tabIndex={0}
      onKeyDown={(event) => onTimelineKey(event, { newest: scroller.handle.newest, leave: onLeave })}
    >
      <div ref={contentRef} className={css.column}>
        {slice.isLoaded && !isAtStart && <Rest isLoading={slice.isLoadingOlder} label={i18n._('Older')} />}
        {rows.map((row) => (
          <RowBox
            key={row.key}
            row={row}
            isFlashed={flashed !== 0 && seqOf(row) === flashed}
            drawRow={drawRow}
          />
        ))}
        {slice.isLoaded && !isAtEnd && <Rest isLoading={slice.isLoadingNewer} label={i18n._('Newer')} />}
      </div>
    </div>
  );
}

interface RowBoxProps extends Pick<TimelineProps, 'drawRow'> {
  readonly row: Row;
  readonly isFlashed: boolean;
}

/** A row that has not changed is not drawn again, however many arrive below it. */
const RowBox = memo(function RowBox({ row, isFlashed, drawRow }: RowBoxProps): ReactNode {
  return (
    <div className={css.row} data-row={row.key} data-seq={seqOf(row) || undefined}>
      {drawRow(row, isFlashed)}
    </div>
  );
});

/** Where more is loaded. Takes the same place whether it loads or not. */
function Rest({ isLoading, label }: { readonly isLoading: boolean; readonly label: string }): ReactNode {
  return (
    <div className={css.rest} aria-hidden="true" title={label}>
      <span className={css.spinner} data-active={isLoading} />
    </div>
  );
}

interface ScrollerState {
  readonly viewRef: Ref<HTMLDivElement>;
  readonly contentRef: Ref<HTMLDivElement>;
  readonly handle: TimelineHandle;
  readonly changed: TimelineScroller['changed'];
  /** Seq of the message that stands out; 0: none. */
  readonly flashed: number;
}

function useScroller(view: TimelineWindow, onSeen: (seen: Seen) => void): ScrollerState {
  const viewRef = useRef<HTMLDivElement>(null);
  const contentRef = useRef<HTMLDivElement>(null);
  const scroller = useRef<TimelineScroller>(undefined);
  const pages = useRef<PageLoader>(undefined);
  const pending = useRef<Goal>(undefined);
  const seenRef = useRef(onSeen);
  const flashes = useRef(false);
  const [flashed, setFlashed] = useState(0);
  useLayoutEffect(() => {
    seenRef.current = onSeen;
  });
  useLayoutEffect(() => {
    if (viewRef.current === null || contentRef.current === null) return undefined;
    const loader = new PageLoader(view, () => made.look());
    const made = new TimelineScroller(viewRef.current, contentRef.current, {
      onSeen(seen) {
        if (seen.isAtEnd) loader.atEnd();
        seenRef.current(seen);
      },
      onNeed: (direction) => loader.need(direction),
      onReached: (seq) => {
        if (flashes.current) setFlashed(seq);
        flashes.current = false;
      },
    });
    scroller.current = made;
    pages.current = loader;
    if (pending.current?.to === 'row') loader.around();
    if (pending.current !== undefined) made.goTo(pending.current);
    return () => made.close();
  }, [view]);
  useEffect(() => {
    if (flashed === 0) return undefined;
    const timer = setTimeout(() => setFlashed(0), FLASH_MS);
    return () => clearTimeout(timer);
  }, [flashed]);
  const fixed = useMemo(() => {
    const goTo = (goal: Goal): void => {
      pending.current = goal;
      if (goal.to === 'row') pages.current?.around();
      scroller.current?.goTo(goal);
    };
    const handle = handleOf(view, goTo, flashes);
    return {
      handle,
      changed: (loaded: Parameters<TimelineScroller['changed']>[0]) => scroller.current?.changed(loaded),
    };
  }, [view]);
  return { viewRef, contentRef, flashed, ...fixed };
}

function handleOf(
  view: TimelineWindow,
  goTo: (goal: Goal) => void,
  flashes: { current: boolean },
): TimelineHandle {
  return {
    jump: (seq, place = 'middle', isFlashed = true) => {
      flashes.current = isFlashed;
      const { from, to, messages } = view.slice.get();
      goTo({ to: 'row', seq, place });
      if (messages.length > 0 && seq >= from && seq <= to) return;
      // What cannot be read is told by the slice (error).
      void view.showAround(seq).then(
        (shown) => goTo({ to: 'row', seq: shown, place }),
        () => {},
      );
    },
    newest: () => {
      goTo({ to: 'newest' });
      if (!view.slice.get().isAtEnd) void view.showNewest().catch(() => {});
    },
  };
}
