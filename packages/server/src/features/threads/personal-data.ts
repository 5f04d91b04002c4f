/**
 * Which threads a user follows.
 *
 * @module
 */
import type { ExportLine, PersonalData } from '../../router/personal-data.ts';
import type { Services } from '../../router/services.ts';
import { eraseFollower, followedBy, removeExpired } from './follower-queries.ts';

const PAGE = 200;

export function personalData({ store }: Services): PersonalData {
  return {
    export: (user) => exportThreads(store, user),
    erase: ({ user }) => store.run(eraseFollower, user),
    expire: async (before) => (await store.run(removeExpired, before, PAGE)) === PAGE,
  };
}

async function* exportThreads(store: Services['store'], user: number): AsyncGenerator<ExportLine> {
  for (let after = 0; ;) {
    const found = await store.run(followedBy, user, after, PAGE);
    for (const { conversation, root, follows, read } of found)
      yield { type: 'thread', conversation, seq: root, follows: follows === 1, read };
    if (found.length < PAGE) return;
    after = found.at(-1)?.id ?? after;
  }
}
