/**
 * What a user has chosen in polls. The log does not say it of those that are anonymous.
 *
 * @module
 */
import type { ExportLine, PersonalData } from '../../router/personal-data.ts';
import type { Services } from '../../router/services.ts';
import { seqOf } from '../../store/slots.ts';
import * as pollQueries from './queries.ts';

const PAGE = 200;

/** Votes stay with the poll when an account is erased, as does what was said. */
export function personalData({ store }: Services): PersonalData {
  return { export: (user) => exportVotes(store, user) };
}

async function* exportVotes(store: Services['store'], user: number): AsyncGenerator<ExportLine> {
  for (let after = { conversation: 0, slot: '' }; ;) {
    const found = await store.run(pollQueries.votesOf, user, after, PAGE);
    for (const { conversation, slot, choices } of found)
      yield { type: 'vote', conversation, seq: seqOf(slot), choices: choices.split(' ').map(Number) };
    if (found.length < PAGE) return;
    after = found.at(-1) ?? after;
  }
}
