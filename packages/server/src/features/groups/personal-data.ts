/**
 * What is kept about a user in groups: nicknames, and what they have asked. The user of an erased account leaves all groups.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import type { ExportLine, PersonalData } from '../../router/personal-data.ts';
import type { Services } from '../../router/services.ts';
import { groupsOf } from '../../store/log/conversations.ts';
import { leaveAs } from './groups.ts';
import { joinsOfUser } from './join-queries.ts';
import { nicknamesOf } from './nickname-queries.ts';
import * as groupQueries from './queries.ts';

export function personalData(services: Services): PersonalData {
  return {
    export: (user) => exportMember(services, user),
    erase: async ({ user }) => {
      await leaveAll(services, user);
      await services.store.run(groupQueries.eraseMember, user);
    },
  };
}

async function* exportMember({ store }: Services, user: number): AsyncGenerator<ExportLine> {
  for (let after = 0; ;) {
    const nicknames = await store.run(nicknamesOf, user, after, PAGE);
    for (const each of nicknames) yield { type: 'nickname', ...each };
    if (nicknames.length < PAGE) break;
    after = nicknames.at(-1)?.conversation ?? after;
  }
  for (let after = 0; ;) {
    const joins = await store.run(joinsOfUser, user, after, PAGE);
    for (const { conversation, time, text } of joins) yield { type: 'join', conversation, time, text };
    if (joins.length < PAGE) return;
    after = joins.at(-1)?.id ?? after;
  }
}

/** Groups that are left at once. Their changes are committed together. */
const PAGE = 100;

async function leaveAll(services: Services, user: number): Promise<void> {
  for (let after = 0; ;) {
    const groups = await services.store.run(groupsOf, user, after, PAGE);
    await Promise.all(groups.map(({ id }) => leaveOne(services, user, id)));
    if (groups.length < PAGE) return;
    after = groups.at(-1)?.id ?? after;
  }
}

async function leaveOne(services: Services, user: number, conversation: number): Promise<void> {
  try {
    await leaveAs(services, user, { conversation, clientId: '' });
  } catch (error) {
    // Somebody removed them meanwhile.
    if (!(error instanceof PosthornError) || error.code !== 'NOT_A_MEMBER') throw error;
  }
}
