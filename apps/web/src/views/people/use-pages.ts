/**
 * Lists that the server gives in pages.
 *
 * @module
 */
import { useCallback, useEffect, useRef, useState } from 'react';
import { useStatus } from '@posthorn/react';

export interface Page<T> {
  readonly items: readonly T[];
  /** Empty: this was the last page. */
  readonly next: string;
}

export interface Pages<T> {
  readonly items: readonly T[];
  readonly isLoading: boolean;
  /** There is more to read. */
  readonly hasMore: boolean;
  /** What the last page failed with. */
  readonly error: unknown;
  /** The server does not answer now. */
  readonly isOffline: boolean;
  readonly more: () => void;
  /** Reads from the beginning; what is shown stays until then. */
  readonly reload: () => void;
  /** Changes what is shown, for what the user has just done. */
  readonly change: (change: (items: readonly T[]) => readonly T[]) => void;
}

interface State<T> {
  readonly items: readonly T[];
  readonly next: string | undefined;
  readonly isLoading: boolean;
  readonly error: unknown;
}

/** Reads the first page at once, and again when `key` changes. `read` may be another function each time. */
export function usePages<T>(key: string, read: (cursor: string) => Promise<Page<T>>): Pages<T> {
  const [state, setState] = useState<State<T>>({
    items: [],
    next: undefined,
    isLoading: true,
    error: undefined,
  });
  const latest = useRef(read);
  latest.current = read;
  const turn = useRef(0);
  const load = useCallback((cursor: string, isFirst: boolean) => {
    turn.current += 1;
    const own = turn.current;
    setState((before) => ({ ...before, isLoading: true, error: undefined }));
    latest.current(cursor).then(
      ({ items, next }) => {
        if (own !== turn.current) return;
        setState((before) => ({
          items: isFirst ? items : [...before.items, ...items],
          next,
          isLoading: false,
          error: undefined,
        }));
      },
      (error: unknown) => {
        if (own === turn.current) setState((before) => ({ ...before, isLoading: false, error }));
      },
    );
  }, []);
  useEffect(() => {
    setState({ items: [], next: undefined, isLoading: true, error: undefined });
    load('', true);
    return () => {
      turn.current += 1;
    };
  }, [key, load]);
  const { items, next, isLoading, error } = state;
  const isOffline = useStatus().connection === 'offline';
  const hasFailed = error !== undefined;
  useEffect(() => {
    // What failed without a connection is read when it is back.
    if (!isOffline && hasFailed) load('', true);
  }, [isOffline, load]);
  const hasMore = next !== undefined && next !== '';
  const more = useCallback(() => {
    if (hasMore && !isLoading) load(next, false);
  }, [load, next, hasMore, isLoading]);
  const reload = useCallback(() => load('', true), [load]);
  const change = useCallback((map: (items: readonly T[]) => readonly T[]) => {
    setState((before) => ({ ...before, items: map(before.items) }));
  }, []);
  return { items, isLoading, hasMore, error, isOffline, more, reload, change };
}
