/**
 * Names of several people in one text.
 *
 * @module
 */
import { useLingui } from '@lingui/react';
import { useNames } from '../people/use-names.ts';

/** "Ann, Ben and Chen", each by the user's remark or as they call themselves; empty for nobody. */
export function useNameList(users: readonly number[]): string {
  const { i18n } = useLingui();
  const nameOf = useNames(users);
  return listWords(users.map(nameOf), i18n.locale);
}

const formats = new Map<string, Intl.ListFormat>();

function listWords(words: readonly string[], locale: string): string {
  let format = formats.get(locale);
  if (format === undefined) formats.set(locale, (format = new Intl.ListFormat(locale)));
  return format.format(words);
}
