/**
 * How many people ask to join a group.
 *
 * @module
 */
import { useEffect, useState } from 'react';
import { useEngine, useStatus } from '@posthorn/react';

const MOST = 100;

/** Asked once it is shown. 0 also as long as it is not known. `mayAsk`: the user may let people in. */
export function useJoinCount(conversation: number, mayAsk: boolean): number {
  const engine = useEngine();
  const isOnline = useStatus().connection === 'online';
  const [count, setCount] = useState(0);
  useEffect(() => {
    if (!mayAsk || !isOnline) return undefined;
    let isOver = false;
    engine.call('listJoins', { conversation, limit: MOST }).then(
      ({ joins }) => {
        if (!isOver) setCount(joins.length);
      },
      // The number is a hint; the page itself says what failed.
      () => {},
    );
    return () => {
      isOver = true;
    };
  }, [engine, conversation, mayAsk, isOnline]);
  return count;
}
