/**
 * The page's keys while a window or a pane is loaded (typed-ahead.ts).
 *
 * @module
 */
import { useEffect, useLayoutEffect, useRef } from 'react';
import type { ReactNode } from 'react';
import { TypedAhead } from './typed-ahead.ts';

// One keyboard in a page.
const ahead = new TypedAhead();

/** Stands in the place of what is loaded, drawn as `children`. */
export function Ahead({
  onCancel,
  children,
}: {
  readonly onCancel: () => void;
  readonly children?: ReactNode;
}): ReactNode {
  const cancel = useRef(onCancel);
  useLayoutEffect(() => {
    cancel.current = onCancel;
  });
  useLayoutEffect(() => ahead.begin(window, () => cancel.current()), []);
  return children;
}

/** For the field that has the focus at first: `onText` is called with what was typed before it was there. */
export function useTypedAhead(onText: ((text: string) => void) | undefined): void {
  const latest = useRef(onText);
  useEffect(() => {
    const text = latest.current === undefined ? '' : ahead.take();
    if (text !== '') latest.current?.(text);
  }, []);
}
