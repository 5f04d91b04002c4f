/**
 * Names of several people at once.
 *
 * @module
 */
import { useCallback, useMemo, useSyncExternalStore } from 'react';
import { useEngine } from '@posthorn/react';
import { contactNote, personName } from '../../model/names.ts';

/** Finds the names of these people, and draws again when one of them changes. `ids` may be another array each time. */
export function useNames(ids: readonly number[]): (user: number) => string {
  const { users, mine } = useEngine();
  const key = ids.join(' ');
  const subscribe = useCallback(
    (listener: () => void) => {
      const ends = idsOf(key).flatMap((id) => [
        users.subscribeTo(id, listener),
        mine.subscribeTo(`contact/${id}`, listener),
      ]);
      return () => {
        for (const end of ends) end();
      };
    },
    [key, users, mine],
  );
  const get = useCallback(
    () =>
      idsOf(key)
        .map((id) => personName(users.at(id), contactNote(mine.at(`contact/${id}`)).remark))
        .join('\n'),
    [key, users, mine],
  );
  const names = useSyncExternalStore(subscribe, get);
  return useMemo(() => {
    const lines = names.split('\n');
    const byId = new Map(idsOf(key).map((id, at) => [id, lines[at] ?? '…']));
    return (user) => byId.get(user) ?? '…';
  }, [key, names]);
}

function idsOf(key: string): readonly number[] {
  return key === '' ? [] : key.split(' ').map(Number);
}
