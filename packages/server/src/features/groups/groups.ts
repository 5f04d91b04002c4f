/**
 * Creating groups, and changing their members and roles.
 *
 * @module
 */
import * as groupQueries from './queries.ts';
import { LIMITS, PosthornError } from '@posthorn/protocol';
import type {
  AckInit,
  AddMembers,
  ConversationInit,
  CreateGroup,
  Leave,
  MuteMember,
  RemoveMember,
  Rename,
  SetRole,
} from '@posthorn/protocol';
import { allOf } from '../../store/log/effects.ts';
import { membersAmong } from '../../store/log/conversations.ts';
import type { Effect } from '../../store/log/records.ts';
import type { CachedConversation } from '../../pipeline/conversation-cache.ts';
import { sessionOf } from '../../router/caller.ts';
import { changeGroup, encodeEvent, submitChange } from './changes.ts';
import { clientIdOf } from '../../router/ids.ts';
import {
  asGroup,
  asHolder,
  asMember,
  asManager,
  asOwner,
  assertNotClosed,
  assertRoom,
  memberOf,
  subordinate,
} from './permissions.ts';
import { conversationFor } from '../conversations/views.ts';
import type { Caller } from '../../router/router.ts';
import type { Services } from '../../router/services.ts';
import { checkedLine, checkedTitle } from '../../router/texts.ts';
import { usersByIds } from '../accounts/user-queries.ts';
import { assertReachable } from '../accounts/users.ts';
import { assertAddable, openAmong } from '../people/privacy.ts';
import { optionsOf } from '../../config/option.ts';
import { GROUP_OPTIONS } from './options.ts';
import { GROUP_QUOTAS } from './quotas.ts';
import { notAMember } from '../../pipeline/refusals.ts';

export async function createGroup(
  services: Services,
  caller: Caller,
  request: CreateGroup,
): Promise<ConversationInit> {
  const { store, clock, config, publish } = services;
  const { user: owner } = sessionOf(caller);
  const title = checkedTitle(request.title, 'title', LIMITS.maxTitleChars);
  const members = distinct(request.members).filter((user) => user !== owner);
  const { maxGroupMembers } = optionsOf(config.options, GROUP_OPTIONS);
  if (members.length + 1 > maxGroupMembers) throw tooManyMembers(maxGroupMembers);
  services.state(GROUP_QUOTAS).take(sessionOf(caller), { groups: 1, added: members.length });
  await mayBeAdded(services, owner, members);
  const spec = {
    title,
    owner,
    members,
    clientId: clientIdOf(services, request.clientId),
    time: clock.now(),
    content: encodeEvent({ kind: 'created', users: members, title }),
  };
  const users = [owner, ...members];
  const outcome = await store.run(groupQueries.createGroup, spec).catch((error: unknown) => {
    publish.membershipInDoubt(users);
    throw error;
  });
  if (outcome.status === 'conflict') {
    throw new PosthornError('CONFLICT', 'this client id was used for something else', {
      reason: 'client-id-used',
    });
  }
  const { conversation } = outcome;
  if (outcome.status === 'created') {
    const append = { ...spec, conversation: conversation.id, version: conversation.version, sender: owner };
    const effect: Effect = { type: 'add', users, role: 'member' };
    // The caller gets the push too, as no ack contains the event.
    const committed = { seq: 1, version: conversation.version, origin: 0 };
    publish.message(conversation, { ...append, effect }, committed);
  } else {
    // The router that created it may have died before publishing.
    publish.membershipInDoubt(users);
  }
  return conversationFor(services, owner, conversation.id);
}

export async function addMembers(services: Services, caller: Caller, request: AddMembers): Promise<AckInit> {
  const { conversation, clientId } = request;
  const users = distinct(request.users);
  if (users.length === 0) throw new PosthornError('INVALID', 'say whom to add');
  services.state(GROUP_QUOTAS).take(sessionOf(caller), { groups: 0, added: users.length });
  await mayBeAdded(services, sessionOf(caller).user, users);
  const { maxGroupMembers } = optionsOf(services.config.options, GROUP_OPTIONS);
  return changeGroup(services, caller, {
    conversation,
    clientId,
    event: { kind: 'added', users },
    about: users,
    affects: users,
    rule: (cached, member) => {
      asHolder(cached, member, 'invite');
      assertNotClosed(cached);
      const added = users.filter((user) => cached.members.get(user) === undefined);
      if (added.length === 0)
        throw new PosthornError('INVALID', 'they are in the group already', { reason: 'already-members' });
      assertRoom(cached, added.length, maxGroupMembers);
      return { type: 'add', users: added, role: 'member' };
    },
  });
}

export async function removeMember(
  services: Services,
  caller: Caller,
  request: RemoveMember,
): Promise<AckInit> {
  const { conversation, clientId, user, ban } = request;
  if (user === sessionOf(caller).user)
    throw new PosthornError('INVALID', 'leave the group instead', { reason: 'removing-yourself' });
  const reason = checkedLine(request.reason, 'reason', LIMITS.maxTopicChars);
  if (ban && (await services.store.run(usersByIds, [user])).length === 0)
    throw new PosthornError('NOT_FOUND', 'there is no such user', { reason: 'no-such-user' });
  return changeGroup(services, caller, {
    conversation,
    clientId,
    event: { kind: ban ? 'banned' : 'removed', users: [user] },
    about: [user],
    affects: [user],
    rule: (cached, member) => {
      asManager(cached, member);
      const isMember = cached.members.get(user) !== undefined;
      if (isMember || !ban) subordinate(cached, member, user);
      return allOf([
        isMember ? { type: 'remove', users: [user] } : undefined,
        ban ? { type: 'ban', user, reason } : undefined,
      ]);
    },
  });
}

/** Attempts to find an heir for a leaving owner while the group keeps changing. */
const HEIR_TRIES = 5;

export function leave(services: Services, caller: Caller, request: Leave): Promise<AckInit> {
  return leaveAs(services, sessionOf(caller).user, request);
}

/** Takes `user` out of a group as if they left. */
export async function leaveAs(services: Services, user: number, request: Leave): Promise<AckInit> {
  const { conversation } = request;
  // All attempts share one id, so that they count as one change.
  const clientId = clientIdOf(services, request.clientId);
  for (let tries = 1; ; tries++) {
    const heir = await heirOf(services, conversation, user);
    const outdated = new PosthornError('UNAVAILABLE', 'the group is changing; try again');
    try {
      return await submitChange(services, user, {
        conversation,
        clientId,
        event: { kind: 'left' },
        affects: [user],
        ...(heir !== undefined && { about: [heir] }),
        rule: (cached, member) => {
          if (asMember(cached, member).role !== 'owner') return { type: 'remove', users: [user] };
          const isAlone = cached.record.memberCount === 1;
          if (isAlone) return { type: 'remove', users: [user] };
          if (heir === undefined || cached.members.get(heir) === undefined) throw outdated;
          return { type: 'remove-owner', user, heir };
        },
      });
    } catch (error) {
      if (error !== outdated || tries === HEIR_TRIES) throw error;
    }
  }
}

/** Who takes over if `user` leaves, and is the owner. */
async function heirOf({ store }: Services, conversation: number, user: number): Promise<number | undefined> {
  const [member] = await store.run(membersAmong, conversation, [user]);
  return member?.role === 'owner' ? store.run(groupQueries.heir, conversation, user) : undefined;
}

export async function rename(services: Services, caller: Caller, request: Rename): Promise<AckInit> {
  const title = checkedTitle(request.title, 'title', LIMITS.maxTitleChars);
  return changeGroup(services, caller, {
    conversation: request.conversation,
    clientId: request.clientId,
    event: { kind: 'renamed', title },
    rule: (cached, member) => {
      asHolder(cached, member, 'change');
      return { type: 'title', title };
    },
  });
}

/** The owner gives roles; and an administrator of the server does, for a group that nobody is in charge of. */
export async function setRole(services: Services, caller: Caller, request: SetRole): Promise<AckInit> {
  const { user, role, conversation, clientId } = request;
  const { user: self, admin } = sessionOf(caller);
  if (role === 'unspecified') throw new PosthornError('INVALID', 'a role is member, admin or owner');
  if (user === self) {
    throw new PosthornError('INVALID', 'you cannot change your own role; make somebody else the owner', {
      reason: 'own-role',
    });
  }
  const owner = admin ? await services.store.run(groupQueries.ownerOf, conversation) : self;
  return changeGroup(services, caller, {
    conversation,
    clientId,
    event: { kind: 'role-changed', users: [user], role },
    about: owner === undefined ? [user] : [user, owner],
    rule: (cached, member) => {
      if (admin) asGroup(cached);
      else asOwner(cached, member);
      memberOf(cached, user);
      const roles = [{ user, role }];
      if (owner === undefined || (admin && cached.members.get(owner)?.role !== 'owner')) {
        throw new PosthornError('UNAVAILABLE', 'the group is changing; try again');
      }
      if (user === owner && role !== 'owner') {
        throw new PosthornError('INVALID', 'a group needs an owner; make somebody else the owner', {
          reason: 'owner-needed',
        });
      }
      return role === 'owner' && user !== owner
        ? { type: 'roles', roles: [...roles, { user: owner, role: 'admin' }] }
        : { type: 'roles', roles };
    },
  });
}

export async function silenceMember(
  services: Services,
  caller: Caller,
  request: MuteMember,
): Promise<AckInit> {
  const { user, muted, conversation, clientId } = request;
  return changeGroup(services, caller, {
    conversation,
    clientId,
    event: { kind: muted ? 'muted' : 'unmuted', users: [user] },
    about: [user],
    rule: (cached, member) => {
      subordinate(cached, member, user);
      return { type: 'silence', user, silenced: muted };
    },
  });
}

/** A conversation with the caller's membership, as it is now. Throws NOT_A_MEMBER. */
export async function currentGroup(
  services: Services,
  conversation: number,
  user: number,
): Promise<CachedConversation> {
  const cached = await services.conversations.current(conversation, [user]);
  const isTheirs =
    cached !== undefined && (cached.record.users.length === 0 || cached.record.users.includes(user));
  if (!isTheirs) throw notAMember();
  return cached;
}

/** Throws NOT_FOUND, BLOCKED or TOO_LARGE. Whom one may not write to, one cannot add. */
async function mayBeAdded(services: Services, by: number, users: readonly number[]): Promise<void> {
  if (users.length > LIMITS.maxUsersPerRequest) {
    throw new PosthornError('TOO_LARGE', `at most ${LIMITS.maxUsersPerRequest} users can be added at once`, {
      reason: 'too-many-users',
    });
  }
  await assertReachable(services.store, users);
  await assertAddable(services, by, users);
  // A group of two would be a way around.
  const open = await openAmong(services, 'write', { asker: by, users });
  const closed = users.find((user) => !open.has(user));
  if (closed !== undefined)
    throw new PosthornError(
      'BLOCKED',
      `you and user ${closed}: one of you has blocked the other, or lets only contacts do this`,
      { reason: 'not-addable' },
    );
}

function distinct(users: readonly number[]): number[] {
  return [...new Set(users)];
}

function tooManyMembers(most: number): PosthornError {
  return new PosthornError('LIMIT_EXCEEDED', `a group has at most ${most} members`, { reason: 'group-full' });
}
