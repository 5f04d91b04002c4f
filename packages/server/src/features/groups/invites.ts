/**
 * Invites: anyone with the token may join the group.
 *
 * @module
 */
import { PosthornError } from '@posthorn/protocol';
import type {
  ConversationInit,
  CreateInvite,
  DoneInit,
  InviteInit,
  InvitesInit,
  JoinByInvite,
  ListInvites,
  RevokeInvite,
} from '@posthorn/protocol';
import { optionsOf } from '../../config/option.ts';
import { sessionOf } from '../../router/caller.ts';
import type { Caller } from '../../router/router.ts';
import type { Services } from '../../router/services.ts';
import * as logQueries from '../../store/log/conversations.ts';
import { hashToken } from '../accounts/tokens.ts';
import * as userQueries from '../accounts/user-queries.ts';
import { conversationFor } from '../conversations/views.ts';
import { changeGroup } from './changes.ts';
import { currentGroup } from './groups.ts';
import * as inviteQueries from './invite-queries.ts';
import { GROUP_OPTIONS } from './options.ts';
import { asHolder, assertNotBanned, assertNotClosed, assertRoom } from './permissions.ts';
import type { InviteRecord } from './records.ts';

/** Maximum invites of one group. */
const MAX_INVITES = 100;
const TOKEN_BYTES = 18;

export async function createInvite(
  services: Services,
  caller: Caller,
  request: CreateInvite,
): Promise<InviteInit> {
  const { store, random, clock } = services;
  const { conversation, maxUses, ttlMs } = request;
  const user = await inviter(services, caller, conversation);
  const now = clock.now();
  const expiresAt = ttlMs === 0 ? 0 : now + ttlMs;
  if (!Number.isSafeInteger(expiresAt))
    throw new PosthornError('INVALID', 'the invite would last too long', { reason: 'invite-too-long' });
  const token = Buffer.from(random.bytes(TOKEN_BYTES)).toString('base64url');
  const spec = {
    conversation,
    createdBy: user,
    createdAt: now,
    expiresAt,
    maxUses,
    tokenHash: hashToken(token),
  };
  const invite = await store.run(inviteQueries.createInvite, spec, MAX_INVITES);
  if (invite === 'full') {
    throw new PosthornError(
      'LIMIT_EXCEEDED',
      `a group has at most ${MAX_INVITES} invites; revoke one first`,
      { reason: 'too-many-invites' },
    );
  }
  if (invite === undefined) throw new PosthornError('UNAVAILABLE', 'the group is changing; try again');
  return toInvite(invite, token);
}

export async function listInvites(
  services: Services,
  caller: Caller,
  request: ListInvites,
): Promise<InvitesInit> {
  await inviter(services, caller, request.conversation);
  const invites = await services.store.run(inviteQueries.invites, request.conversation);
  return { invites: invites.map((invite) => toInvite(invite, '')) };
}

export async function revokeInvite(
  services: Services,
  caller: Caller,
  request: RevokeInvite,
): Promise<DoneInit> {
  const { store } = services;
  const { user } = sessionOf(caller);
  const invite = await store.run(inviteQueries.invite, request.invite);
  if (invite === undefined) throw noSuchInvite();
  const cached = await services.conversations.current(invite.conversation, [user]);
  const member = cached?.members.get(user);
  // To others it must look as if it did not exist.
  if (cached === undefined || member === undefined) throw noSuchInvite();
  asHolder(cached, member, 'invite');
  await store.run(inviteQueries.revokeInvite, invite.id);
  return {};
}

/** Idempotent: a member just gets the conversation. */
export async function joinByInvite(
  services: Services,
  caller: Caller,
  request: JoinByInvite,
): Promise<ConversationInit> {
  const { store, config } = services;
  const { maxGroupMembers } = optionsOf(config.options, GROUP_OPTIONS);
  const { user, name } = sessionOf(caller);
  const invite = await store.run(inviteQueries.inviteByToken, hashToken(request.token));
  if (invite === undefined) throw noSuchInvite();
  const { conversation } = invite;
  const [known] = await store.run(logQueries.membersAmong, conversation, [user]);
  if (known !== undefined) return conversationFor(services, user, conversation);
  if (!(await isGood(services, invite))) throw noSuchInvite();
  await assertNotBanned(services, conversation, user);
  if (await store.run(inviteQueries.isBarred, invite, user)) {
    throw new PosthornError(
      'FORBIDDEN',
      'you were removed from this group; ask one of its admins to add you',
      { reason: 'removed-from-group' },
    );
  }
  if (services.before?.join !== undefined) {
    const title = (await store.run(logQueries.getConversation, conversation))?.title ?? '';
    await services.before.join({ user, name, conversation, title });
  }
  await changeGroup(services, caller, {
    conversation,
    clientId: request.clientId,
    event: { kind: 'joined' },
    affects: [user],
    rule: (cached, member) => {
      if (member !== undefined)
        throw new PosthornError('INVALID', 'you are in the group already', { reason: 'already-a-member' });
      assertNotClosed(cached);
      assertRoom(cached, 1, maxGroupMembers);
      return { type: 'join', user, invite: invite.id };
    },
  });
  return conversationFor(services, user, conversation);
}

/** Whether the token is that of an invite by which somebody could join now. */
export async function letsIn(services: Services, token: string): Promise<boolean> {
  const invite = await services.store.run(inviteQueries.inviteByToken, hashToken(token));
  if (invite === undefined || !(await isGood(services, invite))) return false;
  return invite.maxUses === 0 || invite.uses < invite.maxUses;
}

/** Whether it has not ended, and neither has its maker's account. */
async function isGood({ store, clock }: Services, { expiresAt, createdBy }: InviteRecord): Promise<boolean> {
  if (expiresAt !== 0 && expiresAt <= clock.now()) return false;
  const [maker] = await store.run(userQueries.usersByIds, [createdBy]);
  return maker !== undefined && !maker.disabled;
}

/** Returns the caller’s user id. Throws NOT_A_MEMBER or FORBIDDEN unless they may invite. */
async function inviter(services: Services, caller: Caller, conversation: number): Promise<number> {
  const { user } = sessionOf(caller);
  const cached = await currentGroup(services, conversation, user);
  asHolder(cached, cached.members.get(user), 'invite');
  return user;
}

function toInvite({ madeSeq: _madeSeq, ...shown }: InviteRecord, token: string): InviteInit {
  return { ...shown, token };
}

function noSuchInvite(): PosthornError {
  return new PosthornError('NOT_FOUND', 'this invite does not exist, was used up, or has ended', {
    reason: 'invite-gone',
  });
}
