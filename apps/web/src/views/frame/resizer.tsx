/**
 * The edge of the list, which is pulled or moved by arrow keys.
 *
 * @module
 */
import { useRef, useState } from 'react';
import type { KeyboardEvent, PointerEvent, ReactNode } from 'react';
import { useLingui } from '@lingui/react';
import { readLocal, writeLocal } from '../../ui/local-store.ts';
import styles from './resizer.module.css';

const KEY = 'posthorn/list-width';
const MIN = 240;
const MAX = 520;
const START = 320;

export function useListWidth(): readonly [number, (width: number) => void] {
  const [width, setWidth] = useState(read);
  const change = (next: number): void => {
    const bounded = bound(next);
    setWidth(bounded);
    writeLocal(KEY, String(bounded));
  };
  return [width, change];
}

export function Resizer({
  width,
  onChange,
}: {
  readonly width: number;
  readonly onChange: (width: number) => void;
}): ReactNode {
  const { i18n } = useLingui();
  const start = useRef<{ readonly x: number; readonly width: number } | undefined>(undefined);
  const sign = (): number => (document.documentElement.dir === 'rtl' ? -1 : 1);
  const down = (event: PointerEvent<HTMLElement>): void => {
    start.current = { x: event.clientX, width };
    event.currentTarget.setPointerCapture(event.pointerId);
  };
  const move = (event: PointerEvent<HTMLElement>): void => {
    if (start.current === undefined) return;
    onChange(start.current.width + (event.clientX - start.current.x) * sign());
  };
  const key = (event: KeyboardEvent<HTMLElement>): void => {
    const by = { ArrowLeft: -16 * sign(), ArrowRight: 16 * sign() }[event.key];
    if (by !== undefined) onChange(width + by);
    if (event.key === 'Home') onChange(MIN);
    if (event.key === 'End') onChange(MAX);
  };
  return (
    <div
      className={styles.resizer}
      role="separator"
      aria-orientation="vertical"
      aria-label={i18n._('Width of the list')}
      aria-valuemin={MIN}
      aria-valuemax={MAX}
      aria-valuenow={width}
      tabIndex={0}
      onPointerDown={down}
      onPointerMove={move}
      onPointerUp={() => {
        start.current = undefined;
      }}
      onDoubleClick={() => {
        onChange(START);
      }}
      onKeyDown={key}
    />
  );
}

function bound(width: number): number {
  return Math.round(Math.min(MAX, Math.max(MIN, width)));
}

function read(): number {
  const stored = Number(readLocal(KEY));
  return stored > 0 ? bound(stored) : START;
}
