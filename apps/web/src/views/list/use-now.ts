/**
 * The time, as far as the list depends on it.
 *
 * @module
 */
import { useEffect, useState } from 'react';
import { nextMuteEnd } from '../../model/own.ts';
import type { Own } from '../../model/own.ts';

/** Timers of browsers take no more. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** Unix ms of the last moment at which something could be muted or not; changes when a mute ends, and with `own`. */
export function useMuteClock(own: ReadonlyMap<number, Own>): number {
  const [turn, setTurn] = useState(0);
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const time = Date.now();
    setNow(time);
    const end = nextMuteEnd(own, time);
    if (end === undefined) return undefined;
    const timer = setTimeout(() => setTurn((before) => before + 1), Math.min(end - time + 1, MAX_TIMER_MS));
    return () => clearTimeout(timer);
  }, [own, turn]);
  return now;
}
