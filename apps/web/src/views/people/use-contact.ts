/**
 * How the user stands to somebody: contact, asked, blocked.
 *
 * @module
 */
import { useCallback, useEffect, useState } from 'react';
import { useEngine, useStatus } from '@posthorn/react';
import type { Engine } from '@posthorn/client/engine';
import type { Contact } from '@posthorn/protocol';
import { pagesOf } from '../../model/pages.ts';
import { useBlockedUsers } from './use-blocked.ts';
import { useTask } from './use-task.ts';

export interface Standing {
  /** Undefined: neither is a contact, nor has asked. */
  readonly contact: Contact | undefined;
  readonly isBlocked: boolean;
  readonly isLoaded: boolean;
}

export interface StandingActions {
  /** Asks, or accepts. */
  readonly addContact: (text?: string) => void;
  /** Takes back, refuses, or removes. */
  readonly removeContact: () => void;
  readonly block: (isBlocked: boolean) => void;
}

const NOTHING: Standing = { contact: undefined, isBlocked: false, isLoaded: false };

/** Reads it from the server; again after each change, and when the connection is back. */
export function useContact(user: number | undefined): Standing & StandingActions {
  const engine = useEngine();
  const run = useTask();
  const blocked = useBlockedUsers();
  const { connection } = useStatus();
  const [standing, setStanding] = useState(NOTHING);
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    if (user === undefined || connection !== 'online') return undefined;
    let isOver = false;
    Promise.all([contactWith(engine, user), hasBlocked(engine, user)]).then(
      ([contact, isBlocked]) => {
        if (!isOver) setStanding({ contact, isBlocked, isLoaded: true });
      },
      // The buttons stay away until it is known.
      () => {},
    );
    return () => {
      isOver = true;
    };
  }, [engine, user, connection, turn]);
  const act = useCallback(
    (task: (user: number) => Promise<unknown>) => {
      if (user === undefined) return;
      run(async () => {
        await task(user);
        setTurn((before) => before + 1);
      });
    },
    [run, user],
  );
  return {
    ...standing,
    addContact: (text = '') => act(async (id) => engine.call('addContact', { user: id, text })),
    removeContact: () => act(async (id) => engine.call('removeContact', { user: id })),
    block: (isBlocked) =>
      act(async (id) => {
        await engine.call(isBlocked ? 'block' : 'unblock', { user: id });
        blocked.note(id, isBlocked);
      }),
  };
}

/** Reads pages until the user is found. */
async function contactWith(engine: Engine, user: number): Promise<Contact | undefined> {
  for await (const { contacts } of pagesOf((cursor) => engine.call('listContacts', { cursor, limit: 200 }))) {
    const found = contacts.find((contact) => contact.user === user);
    if (found !== undefined) return found;
  }
  return undefined;
}

async function hasBlocked(engine: Engine, user: number): Promise<boolean> {
  for await (const { users } of pagesOf((cursor) => engine.call('listBlocked', { cursor, limit: 200 })))
    if (users.some(({ id }) => id === user)) return true;
  return false;
}
