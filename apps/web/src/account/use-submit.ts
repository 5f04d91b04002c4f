/**
 * Sending a form: once at a time, with its error in words.
 *
 * @module
 */
import { useRef, useState } from 'react';
import type { SyntheticEvent } from 'react';
import type { I18n } from '@lingui/core';
import { useLingui } from '@lingui/react';
import { accountWords } from './words.ts';

export interface Submit {
  readonly isBusy: boolean;
  readonly error: string | undefined;
  readonly onSubmit: (event: SyntheticEvent) => void;
  readonly clear: () => void;
}

/** `work` may throw a Refusal; of another error, `wordsOf` tells what it says. */
export function useSubmit(
  work: () => Promise<void>,
  wordsOf: (error: unknown, i18n: I18n) => string = accountWords,
): Submit {
  const { i18n } = useLingui();
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<string | undefined>(undefined);
  const running = useRef(false);
  const run = async (): Promise<void> => {
    if (running.current) return;
    running.current = true;
    setBusy(true);
    setError(undefined);
    try {
      await work();
    } catch (thrown) {
      setError(thrown instanceof Refusal ? thrown.message : wordsOf(thrown, i18n));
    } finally {
      running.current = false;
      setBusy(false);
    }
  };
  return {
    isBusy,
    error,
    onSubmit: (event) => {
      event.preventDefault();
      void run(); // It keeps its error in the state.
    },
    clear: () => {
      setError(undefined);
    },
  };
}

/** What a form itself does not take; in words. */
export class Refusal extends Error {}
