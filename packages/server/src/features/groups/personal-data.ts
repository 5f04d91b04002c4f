/**
 * Takes the user of an erased account out of their groups.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import type { PersonalData } from '../../router/personal-data.ts';
import type { Services } from '../../router/services.ts';
import { groupsOf } from '../../store/log/conversations.ts';
import { leaveAs } from './groups.ts';

export function personalData(services: Services): PersonalData {
  return { erase: ({ user }) => leaveAll(services, user) };
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
