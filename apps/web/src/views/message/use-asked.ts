/**
 * Something that is asked of the server when it is drawn.
 *
 * @module
 */
import { useEffect, useState } from 'react';

export type Asked<T> =
  | { readonly state: 'loading' }
  | { readonly state: 'failed'; readonly error: unknown; readonly again: () => void }
  | { readonly state: 'here'; readonly value: T };

/** `key` says what is asked for; when it changes, it is asked anew. */
export function useAsked<T>(key: string, ask: () => Promise<T>): Asked<T> {
  const [asked, setAsked] = useState<Asked<T>>({ state: 'loading' });
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    let isOver = false;
    const again = (): void => {
      setAsked({ state: 'loading' });
      setTurn((before) => before + 1);
    };
    void ask().then(
      (value) => {
        if (!isOver) setAsked({ state: 'here', value });
      },
      (error: unknown) => {
        if (!isOver) setAsked({ state: 'failed', error, again });
      },
    );
    return () => {
      isOver = true;
    };
    // `ask` is another function each time.
  }, [key, turn]);
  return asked;
}
