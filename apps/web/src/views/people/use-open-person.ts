/**
 * Going to the conversation with somebody.
 *
 * @module
 */
import { useCallback } from 'react';
import { useEngine } from '@posthorn/react';
import { useGo } from '../frame/go.ts';
import { useTask } from './use-task.ts';

/** Opens the direct conversation with a user: the one that is on the device, else the server's, which makes one. */
export function useOpenPerson(): (user: number) => void {
  const engine = useEngine();
  const go = useGo();
  const run = useTask();
  return useCallback(
    (user) => {
      for (const info of engine.conversations.get().values()) {
        if (info.kind === 'direct' && info.peer === user) {
          go.chat(info.id);
          return;
        }
      }
      run(async () => {
        const { id } = await engine.call('openDirect', { user });
        go.chat(id);
      });
    },
    [engine, go, run],
  );
}
