/**
 * Messages that are selected, to do something with all of them.
 *
 * @module
 */
import { useCallback, useMemo, useRef, useState } from 'react';
import type { Incoming } from '@posthorn/client';
import type { TimelineWindow } from '@posthorn/client/engine';
import { selectedAfter } from '../../model/selected.ts';

export interface Selection {
  /** Undefined: nothing is being selected. */
  readonly seqs: ReadonlySet<number> | undefined;
  /** Adds or removes a message. `isRange`: with all between it and the one that was touched last. */
  readonly touch: (message: Incoming, isRange: boolean) => void;
  readonly end: () => void;
}

export function useSelection(view: TimelineWindow): Selection {
  const [seqs, setSeqs] = useState<ReadonlySet<number>>();
  const last = useRef(0);
  const touch = useCallback(
    ({ seq }: Incoming, isRange: boolean) => {
      const from = isRange ? last.current : 0;
      last.current = seq;
      setSeqs((before) => selectedAfter(before ?? new Set(), view.slice.get().messages, seq, from));
    },
    [view],
  );
  const end = useCallback(() => setSeqs(undefined), []);
  return useMemo(() => ({ seqs, touch, end }), [seqs, touch, end]);
}
