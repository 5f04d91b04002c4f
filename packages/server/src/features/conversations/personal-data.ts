/**
 * The conversations of a user, as they see them.
 *
 * @module
 */
import { toJson } from '@posthorn/protocol/schema';
import type { ExportLine, PersonalData } from '../../router/personal-data.ts';
import type { Services } from '../../router/services.ts';
import { removeMentions } from '../../store/log/mentions.ts';
import * as userQueries from '../accounts/user-queries.ts';
import * as viewQueries from './queries.ts';
import { toConversation } from './views.ts';

export function personalData(services: Services): PersonalData {
  return {
    export: (user) => exportConversations(services, user),
    erase: ({ user }) => forgetMentions(services, user),
  };
}

const PAGE = 50;
const SLICE = 500;

/** In slices: somebody may have been mentioned often. */
async function forgetMentions({ store }: Services, user: number): Promise<void> {
  while ((await store.run(removeMentions, user, SLICE)) === SLICE);
}

async function* exportConversations(
  { store, contents, clock }: Services,
  user: number,
): AsyncGenerator<ExportLine> {
  for (let after = 0; ;) {
    const views = await store.run(viewQueries.views, user, after, PAGE, contents.uncounted);
    const peers = await store.run(
      userQueries.usersByIds,
      views.flatMap(({ peer }) => (peer === 0 ? [] : [peer])),
    );
    const names = new Map(peers.map(({ id, name }) => [id, name]));
    for (const view of views) {
      // The messages follow in lines of their own.
      const { lastMessage: _last, ...shown } = toConversation(view, clock.now());
      const peerName = names.get(view.peer);
      yield { type: 'conversation', ...toJson('Conversation', shown), ...(peerName && { peerName }) };
    }
    if (views.length < PAGE) return;
    after = views.at(-1)?.id ?? after;
  }
}
