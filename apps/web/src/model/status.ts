/**
 * What somebody says of themselves.
 *
 * @module
 */
import type { User } from '@posthorn/protocol';

/** Emoji and text; empty: nothing, or it has ended. `now`: Unix ms. */
export function statusOf(
  { statusEmoji, statusText, statusUntil }: Pick<User, 'statusEmoji' | 'statusText' | 'statusUntil'>,
  now: number,
): string {
  if (statusUntil !== 0 && statusUntil <= now) return '';
  return `${statusEmoji} ${statusText}`.trim();
}
