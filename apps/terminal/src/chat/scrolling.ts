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

  return {
    expected: (room) => anchorIn(room)?.rows ?? 0,
    below,
    by(room, step, { rows, height }) {
      const next = Math.max(0, Math.min(below(room, rows) + step, rows.length - height));
      const key = rows[rows.length - 1 - next]?.key;
      ref.current = next === 0 || key === undefined ? undefined : { room, key, rows: next };
      redraw();
    },
    toEnd() {
      ref.current = undefined;
      redraw();
    },
  };
}
