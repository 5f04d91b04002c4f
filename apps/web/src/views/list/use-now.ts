/**
 * The time, as far as the list depends on it.
 *
 * @module
 */
import { useEffect, useState } from 'react';
import { nextMuteEnd } from '../../model/own.ts';
import type { Own } from '../../model/own.ts';
import { callAfter } from '../../ui/timer.ts';

/** Unix ms of the last moment at which something could be muted or not; changes when a mute ends, and with `own`. */
export function useMuteClock(own: ReadonlyMap<number, Own>): number {
  const [turn, setTurn] = useState(0);
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const time = Date.now();
    setNow(time);
    const end = nextMuteEnd(own, time);
    if (end === undefined) return undefined;
    return callAfter(end, () => setTurn((before) => before + 1));
  }, [own, turn]);
  return now;
}
