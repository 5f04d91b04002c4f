/**
 * The time as far as days matter: changes at local midnight.
 *
 * @module
 */
import { useSyncExternalStore } from 'react';
import { dayOf, nextMidnight } from '../../model/timeline-days.ts';

/** A time of today. Unix ms; stays the same until the day ends. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, get);
}

let known = { day: '', time: 0 };

function get(): number {
  const now = Date.now();
  const day = dayOf(now);
  if (day !== known.day) known = { day, time: now };
  return known.time;
}

/** A device that has slept through midnight finds out when the page is shown again. */
function subscribe(listener: () => void): () => void {
  let timer: ReturnType<typeof setTimeout>;
  const wait = (): void => {
    timer = setTimeout(
      () => {
        listener();
        wait();
      },
      Math.max(1, nextMidnight(Date.now()) - Date.now()),
    );
  };
  wait();
  document.addEventListener('visibilitychange', listener);
  return () => {
    clearTimeout(timer);
    document.removeEventListener('visibilitychange', listener);
  };
}
