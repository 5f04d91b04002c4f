/**
 * Messages that the server writes into the inbox of a user.
 *
 * @module
 */
import type { ContentInit } from '@posthorn/protocol';
import type { Services } from '../../router/services.ts';
import type { Effect } from '../../store/log/records.ts';
import * as userQueries from './user-queries.ts';

export interface InboxMessage {
  readonly user: number;
  /** A repeat with the same id changes nothing. */
  readonly clientId: string;
  readonly text: string;
}

/** Tells a user something. Resolves when it is committed, or if the account is gone. */
export async function tellInInbox(services: Services, { user, clientId, text }: InboxMessage): Promise<void> {
  const [account] = await services.store.run(userQueries.usersByIds, [user]);
  if (account === undefined || account.erased) return;
  // Not the user: what somebody has said is not unread to them.
  await writeInInbox(services, { sender: 0, inbox: account.inbox, clientId, content: { text } });
}

export interface InboxEntry {
  /** Who has done what the message tells of; 0: nobody, the server says it. */
  readonly sender: number;
  readonly inbox: number;
  readonly clientId: string;
  readonly content: ContentInit;
  /** A change to commit with it. */
  readonly effect?: Effect;
}

/** Writes a message. Resolves when it is committed; rejects with the refusal of its effect. */
export async function writeInInbox(
  { append }: Services,
  { sender, inbox, clientId, content, effect }: InboxEntry,
): Promise<void> {
  await append.submit({
    sender,
    connection: 0,
    sequence: 0,
    conversation: inbox,
    peer: 0,
    clientId,
    order: 0,
    content,
    rule: () => effect,
  });
}
