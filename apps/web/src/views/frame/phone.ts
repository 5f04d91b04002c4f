/**
 * Phones: one pane at a time, on the part of the screen that the keyboard leaves.
 *
 * @module
 */
import { useEffect, useSyncExternalStore } from 'react';

/** Keeps the CSS variable `--visible-height` at what is seen, so that the composer stands above the keyboard. */
export function useVisibleHeight(): void {
  useEffect(() => {
    const view = window.visualViewport;
    if (view === null) return undefined;
    const { style } = document.documentElement;
    const measure = (): void => {
      // Zoomed by the user: then it is not the keyboard.
      if (view.scale > 1.01) return;
      style.setProperty('--visible-height', `${String(Math.round(view.height))}px`);
      // Safari scrolls the page itself to show what is typed; nothing of it is below.
      if (view.offsetTop > 0) window.scrollTo(0, 0);
    };
    measure();
    view.addEventListener('resize', measure);
    view.addEventListener('scroll', measure);
    return () => {
      view.removeEventListener('resize', measure);
      view.removeEventListener('scroll', measure);
      style.removeProperty('--visible-height');
    };
  }, []);
}

const PHONE = matchMedia('(max-width: 720px)');

/** Whether there is room for one pane alone; as in frame.module.css. */
export function useIsPhone(): boolean {
  return useSyncExternalStore(
    (listener) => {
      PHONE.addEventListener('change', listener);
      return () => {
        PHONE.removeEventListener('change', listener);
      };
    },
    () => PHONE.matches,
  );
}
