/**
 * What is pinned in a conversation.
 *
 * @module
 */
import { decodeState, LIMITS } from '@posthorn/protocol';
import type { ListPins, MessagesInit } from '@posthorn/protocol';
import { notAMember } from '../../pipeline/refusals.ts';
import { sessionOf } from '../../router/caller.ts';
import { cursorAt, idCursor } from '../../router/ids.ts';
import type { Caller } from '../../router/router.ts';
import type { Services } from '../../router/services.ts';
import { toMessage } from '../messages/reading.ts';
import * as pinQueries from './queries.ts';

export async function listPins(
  { store }: Services,
  caller: Caller,
  request: ListPins,
): Promise<MessagesInit> {
  const { user } = sessionOf(caller);
  const { conversation, cursor } = request;
  const found = await store.run(pinQueries.pinned, user, {
    conversation,
    below: idCursor(cursor) || Number.MAX_SAFE_INTEGER,
    maxBytes: LIMITS.maxPullBytes,
  });
  if (found === undefined) throw notAMember();
  // What was recalled is not pinned any more.
  const pinned = found.messages.filter(({ state }) => state !== undefined && decodeState(state).pinned > 0);
  return { messages: pinned.map(toMessage), next: cursorAt(found.next) };
}
