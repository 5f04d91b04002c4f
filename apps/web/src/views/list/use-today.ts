/**
 * The day that it is, for words such as "Tuesday".
 *
 * @module
 */
import { useEffect, useState } from 'react';
import { nextMidnight } from '../../model/day-words.ts';

/** Unix ms of a moment today. Changes at local midnight, and when the page is seen again on another day. */
export function useToday(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = (): void => {
      clearTimeout(timer);
      const time = Date.now();
      setNow((before) => (nextMidnight(before) <= time ? time : before));
      timer = setTimeout(look, nextMidnight(time) - time);
    };
    look();
    // Timers stand still while the device sleeps.
    document.addEventListener('visibilitychange', look);
    addEventListener('focus', look);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', look);
      removeEventListener('focus', look);
    };
  }, []);
  return now;
}
