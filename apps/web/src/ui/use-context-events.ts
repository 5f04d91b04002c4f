/**
 * The right mouse button, the menu key, and a long press.
 *
 * @module
 */
import { useRef } from 'react';
import type { MouseEvent, Touch, TouchEvent } from 'react';

const LONG_MS = 500;
/** A finger is never quite still. */
const STILL_PX = 10;

export interface ContextHandlers {
  readonly onContextMenu?: (event: MouseEvent) => void;
  readonly onTouchStart?: (event: TouchEvent) => void;
  readonly onTouchMove?: (event: TouchEvent) => void;
  readonly onTouchEnd?: (event: TouchEvent) => void;
  readonly onTouchCancel?: (event: TouchEvent) => void;
  readonly onClickCapture?: (event: MouseEvent) => void;
}

interface Press {
  readonly x: number;
  readonly y: number;
  readonly timer: ReturnType<typeof setTimeout>;
}

/**
 * Handlers for an element, around those that it has. `open` gets the place that was pressed; the element's own
 * onContextMenu is called before, also for a long press.
 */
export function useContextEvents(
  own: ContextHandlers,
  disabled: boolean,
  open: (at: DOMRect) => void,
): ContextHandlers {
  const press = useRef<Press | undefined>(undefined);
  const wasLong = useRef(false);
  const cancel = (): void => {
    clearTimeout(press.current?.timer);
    press.current = undefined;
  };
  return {
    onContextMenu: (event) => {
      own.onContextMenu?.(event);
      // An element inside has its own menu; or none is wanted here.
      if (disabled || event.defaultPrevented) return;
      event.preventDefault();
      cancel();
      const { clientX, clientY, target } = event;
      if (clientX === 0 && clientY === 0 && target instanceof Element) open(target.getBoundingClientRect());
      else open(new DOMRect(clientX, clientY, 0, 0));
    },
    onTouchStart: (event) => {
      own.onTouchStart?.(event);
      cancel();
      wasLong.current = false;
      const touch = event.touches[0];
      if (disabled || touch === undefined || event.touches.length > 1) return;
      const timer = setTimeout(() => {
        wasLong.current = true;
        askForMenu(touch);
      }, LONG_MS);
      press.current = { x: touch.clientX, y: touch.clientY, timer };
    },
    onTouchMove: (event) => {
      own.onTouchMove?.(event);
      const touch = event.touches[0];
      if (press.current === undefined || touch === undefined) return;
      if (Math.hypot(touch.clientX - press.current.x, touch.clientY - press.current.y) > STILL_PX) cancel();
    },
    onTouchEnd: (event) => {
      own.onTouchEnd?.(event);
      cancel();
      // The mouse events that would follow are a press outside of the menu.
      if (wasLong.current && event.cancelable) event.preventDefault();
    },
    onTouchCancel: (event) => {
      own.onTouchCancel?.(event);
      cancel();
    },
    onClickCapture: (event) => {
      own.onClickCapture?.(event);
      // The end of a long press is no click.
      if (!wasLong.current) return;
      wasLong.current = false;
      event.preventDefault();
      event.stopPropagation();
    },
  };
}

/** As the browsers of Android do by themselves; whoever listens learns what was pressed. */
function askForMenu({ clientX, clientY, target }: Touch): void {
  const at = { bubbles: true, cancelable: true, clientX, clientY };
  target.dispatchEvent(new globalThis.MouseEvent('contextmenu', at));
}
