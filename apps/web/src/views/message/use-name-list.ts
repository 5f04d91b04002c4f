/**
 * Names of several people in one text.
 *
 * @module
 */
import { useLingui } from '@lingui/react';
import { useMe } from '@posthorn/react';
import { useNames } from '../people/use-names.ts';

/**
 * "Ann, Ben and Chen", each by the user's remark or as they call themselves; empty for nobody. `self`: what stands for the user,
 * such as "you"; else their name does.
 */
export function useNameList(users: readonly number[], self?: string): string {
  const { i18n } = useLingui();
  const nameOf = useNames(users);
  const me = useMe()?.id;
  const names = users.map((user) => (self !== undefined && user === me ? self : nameOf(user)));
  return listWords(names, i18n.locale);
}

const formats = new Map<string, Intl.ListFormat>();

function listWords(words: readonly string[], locale: string): string {
  let format = formats.get(locale);
  if (format === undefined) formats.set(locale, (format = new Intl.ListFormat(locale)));
  return format.format(words);
}
