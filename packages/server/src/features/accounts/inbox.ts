/**
 * Messages of the server's own for one user.
 *
 * @module
 */
import type { Services } from '../../router/services.ts';
import * as userQueries from './user-queries.ts';

export interface InboxMessage {
  readonly user: number;
  /** A repeat with the same id changes nothing. */
  readonly clientId: string;
  readonly text: string;
}

/** Writes into the inbox of a user. Resolves when it is committed, or if the account is gone. */
export async function tellInInbox(
  { store, append }: Services,
  { user, clientId, text }: InboxMessage,
): Promise<void> {
  const [account] = await store.run(userQueries.usersByIds, [user]);
  if (account === undefined || account.erased) return;
  await append.submit({
    sender: user,
    connection: 0,
    sequence: 0,
    conversation: account.inbox,
    peer: 0,
    clientId,
    order: 0,
    content: { text },
    rule: () => undefined,
  });
}
