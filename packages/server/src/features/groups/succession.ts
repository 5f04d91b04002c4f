/**
 * Hands on the groups of a disabled account: each gets another owner, as when an owner leaves, so that somebody is in
 * charge of every group.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import type { RouterState, Services } from '../../router/services.ts';
import { DISABLINGS } from '../accounts/states.ts';
import * as userQueries from '../accounts/user-queries.ts';
import { submitChange } from './changes.ts';
import type { GroupChange } from './changes.ts';
import * as groupQueries from './queries.ts';

/** Groups handed on at once. Their changes are committed together. */
const PAGE = 100;

export const SUCCESSION: RouterState<undefined> = {
  name: 'succession',
  open(services) {
    services.state(DISABLINGS).on((user) => handOn(services, user));
    return undefined;
  },
};

/**
 * Gives all groups of `owner` to their heirs. Resolves when everything is committed. Repeating it finishes what is
 * left.
 */
async function handOn(services: Services, owner: number): Promise<void> {
  let after = 0;
  for (;;) {
    const groups = await services.store.run(groupQueries.ownedBy, owner, after, PAGE);
    await Promise.all(groups.map((conversation) => handOnOne(services, conversation, owner)));
    if (groups.length < PAGE) return;
    after = groups.at(-1) ?? after;
  }
}

/** Attempts to find an heir while the group keeps changing. */
const TRIES = 5;

async function handOnOne(services: Services, conversation: number, owner: number): Promise<void> {
  for (let tries = 1; ; tries++) {
    const heir = await services.store.run(groupQueries.heir, conversation, owner);
    if (heir === undefined || !(await isEnabled(services, heir))) return;
    const changed = new PosthornError('UNAVAILABLE', 'the group is changing; try again');
    try {
      await submitChange(services, owner, succession(conversation, { owner, heir, changed }));
      return;
    } catch (error) {
      const now = await services.store.run(groupQueries.ownerOf, conversation);
      if (now !== owner) return;
      if (error !== changed || tries === TRIES) throw error;
    }
  }
}

/** If all other members are disabled too, the group keeps its owner, until an administrator names another one. */
async function isEnabled({ store }: Services, user: number): Promise<boolean> {
  const [account] = await store.run(userQueries.usersByIds, [user]);
  return account?.disabled === false;
}

function succession(
  conversation: number,
  { owner, heir, changed }: { readonly owner: number; readonly heir: number; readonly changed: Error },
): GroupChange {
  return {
    conversation,
    clientId: '',
    event: { kind: 'role-changed', users: [heir], role: 'owner' },
    about: [heir],
    rule: ({ members }, member) => {
      if (member?.role !== 'owner' || members.get(heir) === undefined) throw changed;
      return {
        type: 'roles',
        roles: [
          { user: heir, role: 'owner' },
          { user: owner, role: 'member' },
        ],
      };
    },
  };
}
