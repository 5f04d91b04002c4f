/**
 * A finger that stays where it is.
 *
 * @module
 */
import { useMemo } from 'react';
import type { PointerEvent } from 'react';

const PRESS_MS = 450;
/** A finger that moves farther scrolls. */
const MOVE_PX = 10;

export interface LongPress {
  readonly onPointerDown: (event: PointerEvent) => void;
  readonly onPointerMove: (event: PointerEvent) => void;
  readonly onPointerUp: () => void;
  readonly onPointerCancel: () => void;
}

/** Calls `onPress` with the point. A mouse has another button for it. */
export function useLongPress(
  onPress: (place: { readonly x: number; readonly y: number }) => void,
  isOn: boolean,
): LongPress {
  return useMemo(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let start = { x: 0, y: 0 };
    const end = (): void => {
      clearTimeout(timer);
      timer = undefined;
    };
    return {
      onPointerDown: ({ pointerType, isPrimary, clientX: x, clientY: y }) => {
        end();
        if (!isOn || pointerType === 'mouse' || !isPrimary) return;
        start = { x, y };
        timer = setTimeout(() => {
          end();
          navigator.vibrate?.(10);
          onPress(start);
        }, PRESS_MS);
      },
      onPointerMove: ({ clientX, clientY }) => {
        if (Math.hypot(clientX - start.x, clientY - start.y) > MOVE_PX) end();
      },
      onPointerUp: end,
      onPointerCancel: end,
    };
  }, [onPress, isOn]);
}
