/**
 * How many of a group are online: its members are asked for once, and their presence comes by itself.
 *
 * @module
 */
import { useCallback, useEffect, useState, useSyncExternalStore } from 'react';
import type { Engine } from '@posthorn/client/engine';
import { useEngine, useMe, useStatus } from '@posthorn/react';
import type { StandingInfo } from '../../model/standing-info.ts';
import { pagesOf } from '../../model/pages.ts';
import { isCounted, MAX_COUNTED, onlineCount } from '../../model/online-members.ts';

const NOBODY: readonly number[] = [];

/** Undefined: nothing can be said. */
export function useOnlineCount(info: StandingInfo): number | undefined {
  const { presence } = useEngine();
  const me = useMe()?.id;
  const members = useMembers(info);
  const subscribe = useCallback(
    (listener: () => void) => {
      const ends = members.map((user) => presence.subscribeTo(user, listener));
      return () => {
        for (const end of ends) end();
      };
    },
    [presence, members],
  );
  const get = useCallback(
    () => onlineCount(members, (user) => presence.at(user), me),
    [presence, members, me],
  );
  return useSyncExternalStore(subscribe, get);
}

/** Asked anew when somebody has come or gone. */
function useMembers(info: StandingInfo): readonly number[] {
  const engine = useEngine();
  const { connection } = useStatus();
  const [members, setMembers] = useState(NOBODY);
  const { id, memberCount } = info;
  const isAsked = connection === 'online' && isCounted(info);
  useEffect(() => {
    if (!isAsked) return undefined;
    let isOver = false;
    void allMembers(engine, id).then(
      (all) => {
        if (!isOver) setMembers(all);
      },
      // How many there are is said without it.
      () => {},
    );
    return () => {
      isOver = true;
    };
  }, [engine, id, memberCount, isAsked]);
  return isAsked ? members : NOBODY;
}

async function allMembers(engine: Engine, conversation: number): Promise<readonly number[]> {
  const all: number[] = [];
  const ask = (cursor: string) => engine.call('listMembers', { conversation, cursor, limit: 100 });
  for await (const { members } of pagesOf(ask)) {
    all.push(...members.map(({ user }) => user));
    if (all.length >= MAX_COUNTED) break;
  }
  return all;
}
