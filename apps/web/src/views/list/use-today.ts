/**
 * The time as far as days matter, for words such as "Today" and "Tuesday": changes at local midnight.
 *
 * @module
 */
import { useSyncExternalStore } from 'react';
import { nextMidnight } from '../../model/day-words.ts';
import { dayOf } from '../../model/timeline-days.ts';

/** A time of today. Unix ms; stays the same until the day ends. */
export function useToday(): number {
  return useSyncExternalStore(subscribe, get);
}

let known = { day: '', time: 0 };

function get(): number {
  const now = Date.now();
  const day = dayOf(now);
  if (day !== known.day) known = { day, time: now };
  return known.time;
}

/** A device that has slept through midnight finds out when the page is seen again. */
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
  addEventListener('focus', listener);
  return () => {
    clearTimeout(timer);
    document.removeEventListener('visibilitychange', listener);
    removeEventListener('focus', listener);
  };
}
