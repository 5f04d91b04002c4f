/**
 * Who has reacted, and what the reader has given.
 *
 * @module
 */
import { decodeState } from '@posthorn/protocol';
import type { ListReactions, OwnStateInit, ReactionsInit } from '@posthorn/protocol';
import { notAMember } from '../../pipeline/refusals.ts';
import { sessionOf } from '../../router/caller.ts';
import { idCursor, nextCursor, pageLimit } from '../../router/ids.ts';
import type { OwnStatePart } from '../../router/own-state.ts';
import type { Caller } from '../../router/router.ts';
import type { Services } from '../../router/services.ts';
import { statesOf } from '../../store/log/reading.ts';
import * as reactionQueries from './queries.ts';
import { mayRead } from '../messages/reading.ts';

export async function listReactions(
  { store }: Services,
  caller: Caller,
  request: ListReactions,
): Promise<ReactionsInit> {
  const { user } = sessionOf(caller);
  const { conversation, seq } = request;
  if (!(await mayRead(store, user, conversation))) throw notAMember();
  // Without a state that the reader may see there are none, and none of what was recalled.
  const [state] = await store.run(statesOf, conversation, [seq], user);
  if (state === undefined || decodeState(state).reactions.length === 0) return {};
  const limit = pageLimit(request.limit);
  const found = await store.run(
    reactionQueries.reactions,
    { conversation, seq },
    idCursor(request.cursor),
    limit,
  );
  return { reactions: found, next: nextCursor(found, limit, (each) => each.user) };
}

export const OWN_REACTIONS: OwnStatePart = {
  isIn: ({ reactions }) => reactions.length > 0,
  async read(store, { reader, conversation, seqs }) {
    const found = await store.run(reactionQueries.ownReactions, conversation, seqs, reader);
    return new Map(found.map(([seq, reactions]): [number, OwnStateInit] => [seq, { reactions }]));
  },
};
