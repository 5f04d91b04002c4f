/**
 * Whether somebody is there, in words.
 *
 * @module
 */
import type { I18n } from '@lingui/core';
import type { PresenceNote } from '@posthorn/protocol';
import { formatLocale } from './format-locale.ts';
import { listTime } from './day-words.ts';

/** "online", "last seen 14:02". Empty: not known, or the user does not tell. */
export function presenceWords(i18n: I18n, presence: PresenceNote | undefined, now: number): string {
  if (presence === undefined) return '';
  if (presence.online) return i18n._('online');
  if (presence.lastSeen === 0) return '';
  return i18n._('last seen {time}', {
    time: listTime(presence.lastSeen, now, { locale: formatLocale(i18n) }),
  });
}
