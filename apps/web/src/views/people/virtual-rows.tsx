/** Rows of a long list inside something that scrolls: only those that are seen are drawn. */
import { useLayoutEffect, useRef, useState } from 'react';
import type { ReactNode, RefObject } from 'react';
import { Virtualizer } from 'virtua';

export interface VirtualRowsProps<T> {
  readonly label: string;
  readonly items: readonly T[];
  readonly keyOf: (item: T) => string | number;
  readonly children: (item: T) => ReactNode;
  /** What scrolls; other things may stand above the rows in it. */
  readonly scroll: RefObject<HTMLElement | null>;
  /** About how high a row is, in pixels. */
  readonly rowHeight: number;
}

export function VirtualRows<T>(props: VirtualRowsProps<T>): ReactNode {
  const { label, items, keyOf, children, scroll, rowHeight } = props;
  const box = useRef<HTMLDivElement>(null);
  const above = useSpaceAbove(box, scroll);
  return (
    <div ref={box} role="group" aria-label={label}>
      <Virtualizer
        as="ul"
        item="li"
        data={items}
        scrollRef={scroll}
        startMargin={above}
        itemSize={rowHeight}
        bufferSize={rowHeight * 6}
      >
        {(item) => <div key={keyOf(item)}>{children(item)}</div>}
      </Virtualizer>
    </div>
  );
}

/** How much stands above the rows in what scrolls; follows what grows there. */
function useSpaceAbove(box: RefObject<HTMLDivElement | null>, scroll: RefObject<HTMLElement | null>): number {
  const [above, setAbove] = useState(0);
  useLayoutEffect(() => {
    const [inner, outer] = [box.current, scroll.current];
    if (inner === null || outer === null) return undefined;
    const measure = (): void => {
      const { top } = inner.getBoundingClientRect();
      setAbove(Math.max(0, Math.round(top - outer.getBoundingClientRect().top + outer.scrollTop)));
    };
    measure();
    const watcher = new ResizeObserver(measure);
    for (const child of outer.children) watcher.observe(child);
    return () => watcher.disconnect();
  }, [box, scroll]);
  return above;
}
