/**
 * Values that change often, drawn less often.
 *
 * @module
 */
import { useEffect, useState } from 'react';
import type { Live } from '@posthorn/client/engine';

/** A value at most once in `everyMs`: at once after a pause, then with what has come meanwhile. Never misses the last one. */
export function useCalm<T>(live: Live<T>, everyMs: number): T {
  const [value, setValue] = useState(() => live.get());
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let last = 0;
    const show = (): void => {
      timer = undefined;
      last = performance.now();
      setValue(() => live.get());
    };
    const changed = (): void => {
      if (timer !== undefined) return;
      const wait = last + everyMs - performance.now();
      if (wait <= 0) show();
      else timer = setTimeout(show, wait);
    };
    const end = live.subscribe(changed);
    // It may have changed between the first drawing and now.
    setValue(() => live.get());
    return () => {
      end();
      clearTimeout(timer);
    };
  }, [live, everyMs]);
  return value;
}
