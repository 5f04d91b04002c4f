/**
 * What somebody types, once they pause.
 *
 * @module
 */
import { useEffect, useState } from 'react';

/** The value that has not changed for a moment. */
export function useSettled<T>(value: T, pauseMs = 200): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(() => value), pauseMs);
    return () => clearTimeout(timer);
  }, [value, pauseMs]);
  return settled;
}
