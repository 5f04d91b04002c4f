/**
 * What users say about themselves, as long as it holds.
 *
 * @module
 */
import type { User } from '@posthorn/client';
import { stampOf } from './times.ts';

type Status = Pick<User, 'statusEmoji' | 'statusText' | 'statusUntil'>;

/** On one line, not safe to print yet; empty if there is none, or none any more. `now`: Unix ms. */
export function statusOf({ statusEmoji, statusText, statusUntil }: Status, now = Date.now()): string {
  if (statusUntil > 0 && statusUntil <= now) return '';
  return [statusEmoji, statusText].filter((part) => part !== '').join(' ');
}

/** Until when the user does not want to be disturbed; empty if they may be. */
export function busyNote({ busyUntil }: Pick<User, 'busyUntil'>, now = Date.now()): string {
  return busyUntil > now ? `not to be disturbed until ${stampOf(busyUntil)}` : '';
}
