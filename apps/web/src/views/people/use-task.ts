/**
 * Things that are asked of the server, and what is said when they fail.
 *
 * @module
 */
import { useCallback } from 'react';
import { useLingui } from '@lingui/react';
import { errorWords } from '../../model/error-words.ts';
import { toast } from '../../ui/toast.tsx';

/** Runs a task, and shows why it failed, or `words` when it has not. */
export function useTask(): (task: () => Promise<unknown>, words?: string) => void {
  const { i18n } = useLingui();
  return useCallback(
    (task, words) => {
      // Its outcome is shown; nobody waits for it.
      void attempt(task).then((failure) => {
        if (failure !== undefined) toast(errorWords(i18n, failure.cause), { kind: 'error' });
        else if (words !== undefined) toast(words);
      });
    },
    [i18n],
  );
}

/** What a task failed with, as `cause`; undefined: it has not. */
export async function attempt(
  task: () => Promise<unknown>,
): Promise<{ readonly cause: unknown } | undefined> {
  try {
    await task();
    return undefined;
  } catch (cause) {
    return { cause };
  }
}
