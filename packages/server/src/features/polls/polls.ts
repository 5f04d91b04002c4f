/**
 * Who has chosen what, and what the reader has.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import type { ListVotes, OwnStateInit, VotesInit } from '@posthorn/protocol';
import { notAMember } from '../../pipeline/refusals.ts';
import { sessionOf } from '../../router/caller.ts';
import { idCursor, nextCursor, pageLimit } from '../../router/ids.ts';
import type { OwnStatePart } from '../../router/own-state.ts';
import type { Caller } from '../../router/router.ts';
import type { Services } from '../../router/services.ts';
import { mayRead } from '../messages/reading.ts';
import * as pollQueries from './queries.ts';

export async function listVotes({ store }: Services, caller: Caller, request: ListVotes): Promise<VotesInit> {
  const { user } = sessionOf(caller);
  const { conversation, seq } = request;
  if (!(await mayRead(store, user, conversation))) throw notAMember();
  const limit = pageLimit(request.limit);
  const page = { conversation, seq, afterUser: idCursor(request.cursor), limit };
  const votes = await store.run(pollQueries.votesFor, user, page);
  if (votes === 'missing')
    throw new PosthornError('NOT_FOUND', 'there is no such poll', { reason: 'not-a-poll' });
  if (votes === 'anonymous')
    throw new PosthornError('FORBIDDEN', 'the poll is anonymous', { reason: 'poll-anonymous' });
  return { votes, next: nextCursor(votes, limit, (each) => each.user) };
}

export const OWN_CHOICES: OwnStatePart = {
  isIn: ({ poll }) => poll !== undefined,
  async read(store, { reader, conversation, seqs }) {
    const found = await store.run(pollQueries.ownChoices, conversation, seqs, reader);
    return new Map(found.map(([seq, choices]): [number, OwnStateInit] => [seq, { choices }]));
  },
};
