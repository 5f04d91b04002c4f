/**
 * Names of several people in one text.
 *
 * @module
 */
import { useCallback, useMemo, useSyncExternalStore } from 'react';
import { useLingui } from '@lingui/react';
import { useEngine } from '@posthorn/react';
import { contactNote, personName } from '../../model/names.ts';

/** "Ann, Ben and Chen", each by the user's remark or as they call themselves; empty for nobody. */
export function useNameList(users: readonly number[]): string {
  const engine = useEngine();
  const { i18n } = useLingui();
  const key = users.join(' ');
  const ids = useMemo(() => (key === '' ? [] : key.split(' ').map(Number)), [key]);
  const subscribe = useCallback(
    (listener: () => void) => {
      const ends = ids.flatMap((id) => [
        engine.users.subscribeTo(id, listener),
        engine.mine.subscribeTo(`contact/${id}`, listener),
      ]);
      return () => {
        for (const end of ends) end();
      };
    },
    [engine, ids],
  );
  const get = useCallback(() => {
    const names = ids.map((id) =>
      personName(engine.users.at(id), contactNote(engine.mine.at(`contact/${id}`)).remark),
    );
    return listWords(names, i18n.locale);
  }, [engine, ids, i18n.locale]);
  return useSyncExternalStore(subscribe, get);
}

const formats = new Map<string, Intl.ListFormat>();

function listWords(words: readonly string[], locale: string): string {
  let format = formats.get(locale);
  if (format === undefined) formats.set(locale, (format = new Intl.ListFormat(locale)));
  return format.format(words);
}
