/**
 * What other features need of users.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import type { UserInit } from '@posthorn/protocol';
import type { Store } from '../../store/store.ts';
import * as userQueries from './user-queries.ts';
import type { UserRecord } from './user-records.ts';

/** Converts a user to the form sent to clients: without what has ended. */
export function toUser(record: UserRecord, now: number): UserInit {
  const {
    lastSeen: _lastSeen,
    inbox: _inbox,
    statusText,
    statusEmoji,
    statusUntil,
    busyUntil,
    ...shown
  } = record;
  return {
    ...shown,
    ...(!hasEnded(statusUntil, now) && { statusText, statusEmoji, statusUntil }),
    ...(!hasEnded(busyUntil, now) && { busyUntil }),
  };
}

function hasEnded(until: number, now: number): boolean {
  return until !== 0 && until <= now;
}

/** Throws NOT_FOUND unless each of these users exists and is enabled. */
export async function assertReachable(store: Store, ids: readonly number[]): Promise<void> {
  const found = await store.run(userQueries.usersByIds, ids);
  const enabled = new Set(found.filter((user) => !user.disabled).map(({ id }) => id));
  const missing = ids.find((id) => !enabled.has(id));
  if (missing !== undefined)
    throw new PosthornError('NOT_FOUND', `there is no user ${missing}`, { reason: 'no-such-user' });
}
