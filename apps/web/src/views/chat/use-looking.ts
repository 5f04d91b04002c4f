/**
 * Whether somebody looks at the page: it is visible and has the focus.
 *
 * @module
 */
import { useSyncExternalStore } from 'react';

export function useLooking(): boolean {
  return useSyncExternalStore(subscribe, isLooking);
}

export function isLooking(): boolean {
  return document.visibilityState === 'visible' && document.hasFocus();
}

function subscribe(listener: () => void): () => void {
  const ending = new AbortController();
  const { signal } = ending;
  window.addEventListener('focus', listener, { signal });
  window.addEventListener('blur', listener, { signal });
  document.addEventListener('visibilitychange', listener, { signal });
  return () => ending.abort();
}
