/**
 * Something that is read once from the server when a page is opened.
 *
 * @module
 */
import { useCallback, useEffect, useRef, useState } from 'react';

export interface Loaded<T> {
  readonly value: T | undefined;
  readonly error: unknown;
  readonly reload: () => void;
  /** Changes what is shown, for what the user has just done. */
  readonly set: (value: T) => void;
}

export function useLoaded<T>(load: () => Promise<T>): Loaded<T> {
  const [state, setState] = useState<{ readonly value: T | undefined; readonly error: unknown }>({
    value: undefined,
    error: undefined,
  });
  const turn = useRef(0);
  const latest = useRef(load);
  const reload = useCallback(() => {
    turn.current += 1;
    const own = turn.current;
    setState((before) => ({ ...before, error: undefined }));
    latest.current().then(
      (value) => {
        if (own === turn.current) setState({ value, error: undefined });
      },
      (error: unknown) => {
        if (own === turn.current) setState((before) => ({ ...before, error }));
      },
    );
  }, []);
  useEffect(() => {
    reload();
    return () => {
      turn.current += 1;
    };
  }, [reload]);
  const set = useCallback((value: T) => {
    setState({ value, error: undefined });
  }, []);
  return { ...state, reload, set };
}
