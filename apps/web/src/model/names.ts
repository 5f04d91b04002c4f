/**
 * What people and conversations are called.
 *
 * @module
 */
import type { User } from '@posthorn/protocol';

/** What the user calls somebody, and sorts them by: an entry `contact/ID` of the user's own space. */
export interface ContactNote {
  readonly remark: string;
  readonly tags: readonly string[];
}

/** Parses an entry `contact/ID`. Malformed parts are empty. */
export function contactNote(value: unknown): ContactNote {
  if (typeof value !== 'object' || value === null) return NO_NOTE;
  const { remark, tags } = value as { readonly remark?: unknown; readonly tags?: unknown };
  return {
    remark: typeof remark === 'string' ? remark : '',
    tags: Array.isArray(tags) ? tags.filter((tag): tag is string => typeof tag === 'string') : [],
  };
}

const NO_NOTE: ContactNote = { remark: '', tags: [] };

/** What somebody is called: by the user's own remark, by the nickname in a group, else as they call themselves. */
export function personName(
  user: Pick<User, 'id' | 'name' | 'displayName'> | undefined,
  remark = '',
  nickname = '',
): string {
  if (remark !== '') return remark;
  if (nickname !== '') return nickname;
  if (user === undefined) return '…';
  return user.displayName === '' ? user.name : user.displayName;
}
