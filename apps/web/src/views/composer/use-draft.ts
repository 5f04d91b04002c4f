/**
 * The text of a composer, kept as a draft.
 *
 * @module
 */
import { useEffect, useMemo, useRef, useState } from 'react';
import type { RefObject } from 'react';
import { useEngine, useMine } from '@posthorn/react';
import { DraftKeeper, draftKey } from '../../model/draft.ts';
import type { Draft } from '../../model/draft.ts';

export interface KeptDraft {
  readonly draft: Draft;
  readonly setDraft: (draft: Draft) => void;
  /** Stores at once: what was typed was sent, or the chat is left. */
  readonly flush: () => void;
}

/** `isComposing`: an input method is at work, so that the text must not change below it. */
export function useDraft(conversation: number, thread: number, isComposing: RefObject<boolean>): KeptDraft {
  const engine = useEngine();
  const keeper = useMemo(
    () =>
      new DraftKeeper(
        {
          mine: engine.mine,
          setMine: (key, value) => engine.setMine(key, value),
          notepad: localStorage,
          later,
        },
        conversation,
        thread,
      ),
    [engine, conversation, thread],
  );
  const [draft, setShown] = useState(() => keeper.read());
  const shown = useRef(draft);
  const stored = useMine(draftKey(conversation, thread));

  const show = (next: Draft): void => {
    shown.current = next;
    setShown(next);
  };

  useEffect(() => {
    const elsewhere = isComposing.current ? undefined : keeper.changed(shown.current);
    if (elsewhere !== undefined) show(elsewhere);
  }, [stored, keeper, isComposing]);

  useEffect(() => {
    const flush = (): void => {
      // After a logout nothing of the account is to stay on the device.
      if (engine.status.get().connection === 'signed-out') keeper.drop();
      else keeper.flush();
    };
    document.addEventListener('visibilitychange', flush);
    addEventListener('pagehide', flush);
    return () => {
      flush();
      document.removeEventListener('visibilitychange', flush);
      removeEventListener('pagehide', flush);
    };
  }, [engine, keeper]);

  return {
    draft,
    setDraft(next) {
      show(next);
      keeper.typed(next);
    },
    flush: () => keeper.flush(),
  };
}

function later(run: () => void, ms: number): () => void {
  const timer = setTimeout(run, ms);
  return () => clearTimeout(timer);
}
