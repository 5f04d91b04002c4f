/**
 * Joining a group that everybody finds.
 *
 * @module
 */
import { useCallback } from 'react';
import { useLingui } from '@lingui/react';
import { useEngine } from '@posthorn/react';
import type { Conversation } from '@posthorn/protocol';
import { newId } from '../../model/ids.ts';
import { toast } from '../../ui/toast.tsx';
import { useGo } from '../frame/go.ts';
import { useTask } from '../people/use-task.ts';

/** Joins and goes there, or asks its admins. Who is a member already goes there. */
export function useJoinGroup(): (
  group: Pick<Conversation, 'id' | 'title' | 'settings' | 'role'>,
  text?: string,
) => void {
  const engine = useEngine();
  const { i18n } = useLingui();
  const go = useGo();
  const run = useTask();
  return useCallback(
    ({ id, title }, text = '') => {
      run(async () => {
        const { asked } = await engine.call('joinGroup', { conversation: id, text, clientId: newId() });
        if (asked) toast(i18n._('The admins of {title} were asked', { title }));
        else go.chat(id);
      });
    },
    [engine, i18n, go, run],
  );
}
