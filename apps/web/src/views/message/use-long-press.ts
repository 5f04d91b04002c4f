/**
 * A finger that stays where it is.
 *
 * @module
 */
import { useMemo } from 'react';
import type { PointerEvent, TouchEvent } from 'react';

const PRESS_MS = 450;
/** A finger that moves farther scrolls. */
const MOVE_PX = 10;

export interface LongPress {
  readonly onPointerDown: (event: PointerEvent) => void;
  readonly onPointerMove: (event: PointerEvent) => void;
  readonly onPointerUp: () => void;
  readonly onPointerCancel: () => void;
  readonly onTouchEnd: (event: TouchEvent) => void;
}

/** Calls `onPress` with the point. A mouse has another button for it. */
export function useLongPress(
  onPress: (place: { readonly x: number; readonly y: number }) => void,
  isOn: boolean,
): LongPress {
  return useMemo(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let start = { x: 0, y: 0 };
    let wasLong = false;
    const end = (): void => {
      clearTimeout(timer);
      timer = undefined;
    };
    return {
      onPointerDown: ({ pointerType, isPrimary, clientX: x, clientY: y }) => {
        end();
        wasLong = false;
        if (!isOn || pointerType === 'mouse' || !isPrimary) return;
        start = { x, y };
        timer = setTimeout(() => {
          end();
          wasLong = true;
          navigator.vibrate?.(10);
          onPress(start);
        }, PRESS_MS);
      },
      onPointerMove: ({ clientX, clientY }) => {
        if (Math.hypot(clientX - start.x, clientY - start.y) > MOVE_PX) end();
      },
      onPointerUp: end,
      onPointerCancel: end,
      onTouchEnd: (event) => {
        // The mouse events that would follow are a press outside of what has opened.
        if (wasLong && event.cancelable) event.preventDefault();
      },
    };
  }, [onPress, isOn]);
}
