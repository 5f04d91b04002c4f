/**
 * Changing a conversation's settings.
 *
 * @module
 */
import { useCallback } from 'react';
import { useEngine } from '@posthorn/react';
import type { GroupSettingsInit } from '@posthorn/protocol';
import { newId } from '../../model/ids.ts';
import { useTask } from '../people/use-task.ts';

/** Changes settings at once; a refusal is shown. */
export function useSetGroup(conversation: number): (settings: GroupSettingsInit, words?: string) => void {
  const engine = useEngine();
  const run = useTask();
  return useCallback(
    (settings, words) => {
      run(async () => engine.call('setGroup', { conversation, settings, clientId: newId() }), words);
    },
    [engine, run, conversation],
  );
}
