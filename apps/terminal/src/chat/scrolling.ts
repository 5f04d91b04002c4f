/**
 * How far one has scrolled up. What is looked at stays where it is, whatever comes below it.
 *
 * @module
 */
import { useReducer, useRef } from 'react';
import type { ScreenRow } from './layout.ts';

interface Anchor {
  readonly room: number;
  /** Of the lowest row that is seen. */
  readonly key: string;
  /** Rows below it when they were counted last. */
  rows: number;
}

export interface Scrolling {
  /** At least so many rows must be laid out below what is seen. */
  readonly expected: (room: number) => number;
  /** Rows below what is seen. */
  readonly below: (room: number, rows: readonly ScreenRow[]) => number;
  /** `rows`: all that are laid out; `height`: how many are seen. Towards older ones if `step` is positive. */
  readonly by: (room: number, step: number, view: { rows: readonly ScreenRow[]; height: number }) => void;
  /** `at`: index of the row to see. */
  readonly to: (room: number, at: number, view: { rows: readonly ScreenRow[]; height: number }) => void;
  readonly toEnd: () => void;
}

export function useScrolling(): Scrolling {
  const ref = useRef<Anchor | undefined>(undefined);
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  const anchorIn = (room: number): Anchor | undefined =>
    ref.current?.room === room ? ref.current : undefined;

  function below(room: number, rows: readonly ScreenRow[]): number {
    const anchor = anchorIn(room);
    if (anchor === undefined) return 0;
    const at = rows.findLastIndex(({ key }) => key === anchor.key);
    if (at >= 0) anchor.rows = rows.length - 1 - at;
    return anchor.rows;
  }

  function scrollTo(
    room: number,
    wanted: number,
    view: { rows: readonly ScreenRow[]; height: number },
  ): void {
    const { rows, height } = view;
    const next = Math.max(0, Math.min(wanted, rows.length - height));
    const key = rows[rows.length - 1 - next]?.key;
    ref.current = next === 0 || key === undefined ? undefined : { room, key, rows: next };
    redraw();
  }

  return {
    expected: (room) => anchorIn(room)?.rows ?? 0,
    below,
    by: (room, step, view) => scrollTo(room, below(room, view.rows) + step, view),
    // A third of what is seen stands above it.
    to: (room, at, view) => scrollTo(room, view.rows.length - at - Math.ceil((view.height * 2) / 3), view),
    toEnd() {
      ref.current = undefined;
      redraw();
    },
  };
}
