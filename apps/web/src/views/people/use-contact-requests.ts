/**
 * Who wants to be a contact.
 *
 * @module
 */
import { useEffect, useState } from 'react';
import { useConversation, useEngine, useStatus } from '@posthorn/react';

/** How many people wait for an answer. Asked when connected, and again when the inbox has something new. */
export function useContactRequests(): number {
  const engine = useEngine();
  const { connection, inbox } = useStatus();
  const head = useConversation(inbox === 0 ? undefined : inbox)?.head ?? 0;
  const [count, setCount] = useState(0);
  useEffect(() => {
    if (connection !== 'online') return undefined;
    let isOver = false;
    engine.call('listContacts', { state: 'asking', limit: 100 }).then(
      ({ contacts }) => {
        if (!isOver) setCount(contacts.length);
      },
      // The last number stays until the server answers.
      () => {},
    );
    return () => {
      isOver = true;
    };
  }, [engine, connection, head]);
  return count;
}
