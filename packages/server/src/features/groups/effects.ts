/**
 * Changes of a group, committed together with the event message. Membership intervals are in seqs and include both
 * ends: a user sees the event of their joining, and of their leaving.
 *
 * @module
 */
import { changedColumn } from '../../store/log/group-settings.ts';
import type { GroupSettings, MemberRole, Refusal } from '../../store/log/records.ts';
import { closeIntervals } from '../../store/log/members.ts';
import { setPicture } from '../../store/files/pictures.ts';
import { pictureOf, release } from '../../store/files/uses.ts';
import { change, row } from '../../store/sql/sql.ts';
import type { Query } from '../../store/sql/sql.ts';
import type { EffectContext, EffectKind } from '../../store/log/effects.ts';
import { relist, unlist } from './directory-queries.ts';
import { letIn, refusalOf } from './door-effects.ts';
import { forgetNicknames } from './nickname-queries.ts';
import { invite, isBarred, revokeInvitesBelow, revokeInvitesOf } from './invite-queries.ts';

export type AddEffect = {
  readonly type: 'add';
  readonly users: readonly number[];
  readonly role: MemberRole;
};

/** Takes one use of the invite. If none is left, or the invite is not for this user, the append is refused. */
export type JoinEffect = {
  readonly type: 'join';
  readonly user: number;
  readonly invite: number;
};

export type RemoveEffect = {
  readonly type: 'remove';
  readonly users: readonly number[];
};

/** The owner leaves, and `heir` becomes the owner. */
export type RemoveOwnerEffect = {
  readonly type: 'remove-owner';
  readonly user: number;
  readonly heir: number;
};

/** Several roles at once, because giving away ownership changes two. */
export type RolesEffect = {
  readonly type: 'roles';
  readonly roles: readonly { readonly user: number; readonly role: MemberRole }[];
};

export type SilenceEffect = {
  readonly type: 'silence';
  readonly user: number;
  readonly silenced: boolean;
};

export type TitleEffect = {
  readonly type: 'title';
  readonly title: string;
};

export type SettingsEffect = {
  readonly type: 'settings';
  readonly changes: Partial<GroupSettings>;
};

export type GroupEffect =
  | AddEffect
  | JoinEffect
  | RemoveEffect
  | RemoveOwnerEffect
  | RolesEffect
  | SilenceEffect
  | TitleEffect
  | SettingsEffect;

const NO_INVITE: Refusal = {
  code: 'NOT_FOUND',
  message: 'this invite is no longer valid',
  reason: 'invite-gone',
};

export const GROUP_EFFECTS: Readonly<Record<GroupEffect['type'], EffectKind>> = {
  add: {
    raisesVersion: true,
    affects: ({ users }: AddEffect) => users,
    apply: (context, { users, role }: AddEffect) => letIn(context, users, role),
  },
  join: {
    raisesVersion: true,
    affects: ({ user }: JoinEffect) => [user],
    *apply(context, { user, invite }: JoinEffect) {
      const { id } = context.conversation;
      const refusal = yield* refusalOf(id, [user]);
      if (refusal !== undefined) return refusal;
      if (!(yield* takeInvite(id, invite, user))) return NO_INVITE;
      return yield* letIn(context, [user], 'member');
    },
  },
  remove: {
    raisesVersion: true,
    affects: ({ users }: RemoveEffect) => users,
    *apply(context, { users }: RemoveEffect) {
      yield* leave(context, users);
      yield* bar(
        context,
        users.filter((user) => user !== context.append.sender),
      );
      return true;
    },
  },
  'remove-owner': {
    raisesVersion: true,
    affects: ({ user }: RemoveOwnerEffect) => [user],
    *apply(context, { user, heir }: RemoveOwnerEffect) {
      yield* leave(context, [user]);
      yield* setRole(context.conversation.id, heir, 'owner');
      return true;
    },
  },
  roles: {
    raisesVersion: true,
    *apply({ conversation }, { roles }: RolesEffect) {
      for (const { user, role } of roles) yield* setRole(conversation.id, user, role);
      yield* revokeInvitesOf(
        conversation.id,
        roles.filter(({ role }) => role === 'member').map(({ user }) => user),
      );
      return true;
    },
  },
  silence: {
    raisesVersion: true,
    *apply({ conversation }, { user, silenced }: SilenceEffect) {
      yield* change(
        'UPDATE members SET silenced = ? WHERE conversation = ? AND "user" = ? AND left_seq IS NULL',
        silenced ? 1 : 0,
        conversation.id,
        user,
      );
      return true;
    },
  },
  title: {
    raisesVersion: true,
    *apply({ conversation }, { title }: TitleEffect) {
      conversation.title = title;
      yield* relist(conversation);
      return true;
    },
  },
  settings: {
    raisesVersion: true,
    *apply({ conversation, append }, { changes }: SettingsEffect) {
      const { id } = conversation;
      const { pictureUrl } = changes;
      const refusal =
        pictureUrl === undefined ? undefined : yield* setPicture(append.sender, pictureUrl, pictureOf(id));
      if (refusal !== undefined) return refusal;
      const found = yield* row<{ readonly settings: string }>(
        'SELECT settings FROM conversations WHERE id = ?',
        id,
      );
      const settings = changedColumn(found?.settings ?? '', changes);
      yield* change('UPDATE conversations SET settings = ? WHERE id = ?', settings, id);
      yield* relist(conversation);
      // Whoever may no longer invite has no invites.
      if (changes.invite === 'admin') yield* revokeInvitesBelow(id, ['admin', 'owner']);
      if (changes.invite === 'owner') yield* revokeInvitesBelow(id, ['owner']);
      return true;
    },
  },
};

function* leave({ conversation, seq }: EffectContext, users: readonly number[]): Query<void> {
  const { id, title } = conversation;
  conversation.member_count -= yield* closeIntervals(id, users, { seq, title });
  if (conversation.member_count === 0) {
    yield* unlist(id);
    yield* release(id, [pictureOf(id).seq]);
  }
  yield* revokeInvitesOf(id, users);
  yield* forgetNicknames(id, users);
}

/** A removed user cannot come back through an older invite. */
function* bar({ conversation, seq }: EffectContext, users: readonly number[]): Query<void> {
  if (users.length === 0) return;
  yield* change(
    'UPDATE members SET removed_seq = ? WHERE conversation = ? AND "user" IN (?) AND left_seq = ?',
    seq,
    conversation.id,
    users,
    seq,
  );
}

function* setRole(conversation: number, user: number, role: MemberRole): Query<void> {
  yield* change(
    'UPDATE members SET role = ? WHERE conversation = ? AND "user" = ? AND left_seq IS NULL',
    role,
    conversation,
    user,
  );
}

function* takeInvite(conversation: number, id: number, user: number): Query<boolean> {
  const found = yield* invite(id);
  if (found?.conversation !== conversation || (yield* isBarred(found, user))) return false;
  const taken = yield* change(
    'UPDATE invites SET uses = uses + 1 WHERE id = ? AND (max_uses = 0 OR uses < max_uses)',
    id,
  );
  return taken > 0;
}
