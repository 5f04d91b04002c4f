/**
 * How many of a group are here now.
 *
 * @module
 */
import type { PresenceNote } from '@posthorn/protocol';

/** In larger groups nobody is asked for: a device may be told of so many people in all. */
export const MAX_COUNTED = 200;

export interface CountedGroup {
  readonly kind: string;
  readonly left: boolean;
  readonly memberCount: number;
}

export function isCounted({ kind, left, memberCount }: CountedGroup): boolean {
  return kind === 'group' && !left && memberCount > 1 && memberCount <= MAX_COUNTED;
}

/**
 * Members who are online, the user among them. Undefined: nobody else is known to be; who hides it is told of by nobody, and the
 * user alone is no news.
 */
export function onlineCount(
  members: readonly number[],
  presenceOf: (user: number) => PresenceNote | undefined,
  me: number | undefined,
): number | undefined {
  const others = members.filter((user) => user !== me && presenceOf(user)?.online === true).length;
  if (others === 0) return undefined;
  return others + (me !== undefined && members.includes(me) ? 1 : 0);
}
