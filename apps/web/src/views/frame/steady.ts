/**
 * A value that is shown late, so that what passes at once does not flicker.
 *
 * @module
 */
import { useEffect, useState } from 'react';

/** `value` after it has stayed the same for a while; undefined at once. Values are compared as JSON. */
export function useSteady<T>(value: T | undefined, delayMs: (value: T | undefined) => number): T | undefined {
  const [shown, setShown] = useState<T | undefined>(undefined);
  const key = JSON.stringify(value);
  useEffect(() => {
    const wait = shown !== undefined || value === undefined ? 0 : delayMs(value);
    if (wait === 0) {
      setShown(value);
      return undefined;
    }
    const timer = setTimeout(() => {
      setShown(value);
    }, wait);
    return () => {
      clearTimeout(timer);
    };
    // What is compared is the content.
  }, [key]);
  return shown;
}
