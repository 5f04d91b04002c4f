/**
 * Whether the user has blocked somebody.
 *
 * @module
 */
import { createContext, useContext, useEffect, useSyncExternalStore } from 'react';
import { useEngine, useStatus } from '@posthorn/react';
import { BlockedUsers } from '../../model/blocked-users.ts';

const Blocked = createContext(new BlockedUsers());

export function useBlockedUsers(): BlockedUsers {
  return useContext(Blocked);
}

/** Asked a moment after it is drawn, and seldom: until then nobody is blocked. Undefined: nobody. */
export function useIsBlocked(user: number | undefined): boolean {
  const engine = useEngine();
  const blocked = useBlockedUsers();
  const { connection } = useStatus();
  const users = useSyncExternalStore(blocked.subscribe, blocked.get);
  useEffect(() => {
    if (user === undefined || connection !== 'online') return undefined;
    // A chat that is opened makes no request before it is on the screen.
    const timer = setTimeout(() => {
      // The server refuses a message anyway.
      blocked.refresh(async (cursor) => engine.call('listBlocked', { cursor, limit: 200 })).catch(() => {});
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [engine, blocked, user, connection]);
  return user !== undefined && users.has(user);
}

const PAUSE_MS = 1000;
