/**
 * Searches, and keeps what was found.
 *
 * @module
 */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Found, FoundMessage, Incoming } from '@posthorn/client';
import { useEngine } from '@posthorn/react';

/** `searching`: nothing of this query is here yet. `more`: a further page is on its way. */
export interface FoundState {
  readonly state: 'idle' | 'searching' | 'found' | 'more' | 'failed';
  readonly hits: readonly FoundMessage[];
  /** Found on this device, until the server has answered. */
  readonly here: readonly Incoming[];
  readonly page: Omit<Found, 'hits'> | undefined;
  readonly error: unknown;
  /** Reads the next page, if there is one. */
  readonly more: () => void;
  readonly again: () => void;
}

export interface FoundOptions {
  /** Undefined: everywhere. */
  readonly conversation: number | undefined;
  readonly counts?: boolean;
  readonly limit?: number;
  /** Words to look for on the device meanwhile; empty: nothing. */
  readonly words?: string;
  /** How long the user must not have typed. */
  readonly pauseMs?: number;
}

type Kept = Omit<FoundState, 'more' | 'again'>;

const NOTHING: Kept = { state: 'idle', hits: [], here: [], page: undefined, error: undefined };

/** An empty query finds nothing. */
export function useFound(query: string, options: FoundOptions): FoundState {
  const { conversation, counts = false, limit = 20, words = '', pauseMs = 0 } = options;
  const engine = useEngine();
  const [kept, setKept] = useState(NOTHING);
  const [turn, setTurn] = useState(0);
  const latest = useRef(kept);
  latest.current = kept;

  useEffect(() => {
    if (query === '') return setKept(NOTHING);
    let isCurrent = true;
    const set = (change: Partial<Kept>): void => {
      if (isCurrent) setKept((before) => ({ ...before, ...change }));
    };
    // What was found before stays until there is something else: nothing flickers while one types.
    setKept((before) => ({ ...before, state: 'searching', error: undefined }));
    const where = { ...(conversation !== undefined && { conversation }) };
    const search = async (): Promise<void> => {
      if (words !== '') set({ here: await findHere(engine.searchHere(words, limit), conversation) });
      const { hits, ...page } = await engine.search(query, { ...where, limit, counts });
      set({ state: 'found', hits, page, here: [] });
    };
    const timer = setTimeout(() => {
      search().catch((error: unknown) => set({ state: 'failed', hits: [], page: undefined, error }));
    }, pauseMs);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [engine, query, conversation, counts, limit, words, pauseMs, turn]);

  const more = useCallback(() => {
    const { page, state, hits } = latest.current;
    if (page === undefined || page.next === '' || state !== 'found') return;
    setKept({ ...latest.current, state: 'more' });
    const where = { ...(conversation !== undefined && { conversation }) };
    const read = async (): Promise<void> => {
      const { hits: further, ...next } = await engine.search(query, { ...where, limit, cursor: page.next });
      if (latest.current.hits !== hits) return;
      setKept({
        ...latest.current,
        state: 'found',
        hits: [...hits, ...further],
        page: { ...page, next: next.next },
      });
    };
    read().catch((error: unknown) => {
      if (latest.current.hits === hits) setKept({ ...latest.current, state: 'found', error });
    });
  }, [engine, query, conversation, limit]);
  return { ...kept, more, again: () => setTurn((before) => before + 1) };
}

/** A device that cannot search has nothing here. */
async function findHere(
  found: Promise<readonly Incoming[]>,
  conversation: number | undefined,
): Promise<readonly Incoming[]> {
  try {
    const all = await found;
    return all.filter((message) => conversation === undefined || message.conversation === conversation);
  } catch {
    return [];
  }
}
