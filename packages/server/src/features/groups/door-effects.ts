/**
 * Effects at the door of a group: who comes in without being added, and who does not.
 *
 * @module
 */
import type { EffectContext, EffectKind } from '../../store/log/effects.ts';
import { openIntervals } from '../../store/log/members.ts';
import type { MemberRole, Refusal } from '../../store/log/records.ts';
import type { Query } from '../../store/sql/sql.ts';
import { ban, bannedAmong, forgetJoins, hasBans } from './join-queries.ts';

/** Somebody joins an open group. */
export type EnterEffect = {
  readonly type: 'enter';
  readonly user: number;
};

/** Lets in somebody who asks to join. */
export type AdmitEffect = {
  readonly type: 'admit';
  readonly user: number;
};

/** Does not let in somebody who asks to join `group`. It is committed in the inbox of `user`. */
export type RefuseJoinEffect = {
  readonly type: 'refuse-join';
  readonly group: number;
  readonly user: number;
};

export type BanEffect = {
  readonly type: 'ban';
  readonly user: number;
  readonly reason: string;
};

export type DoorEffect = EnterEffect | AdmitEffect | RefuseJoinEffect | BanEffect;

/** Of one group. */
export const MAX_BANS = 10_000;

const NOT_ASKED: Refusal = {
  code: 'NOT_FOUND',
  message: 'this user does not ask to join',
  reason: 'join-gone',
};

export const DOOR_EFFECTS: Readonly<Record<DoorEffect['type'], EffectKind>> = {
  enter: {
    raisesVersion: true,
    affects: ({ user }: EnterEffect) => [user],
    apply: (context, { user }: EnterEffect) => letIn(context, [user], 'member'),
  },
  admit: {
    raisesVersion: true,
    affects: ({ user }: AdmitEffect) => [user],
    *apply(context, { user }: AdmitEffect) {
      const { id } = context.conversation;
      const refusal = yield* refusalOf(id, [user]);
      if (refusal !== undefined) return refusal;
      if ((yield* forgetJoins(id, [user])) === 0) return NOT_ASKED;
      return yield* letIn(context, [user], 'member');
    },
  },
  'refuse-join': {
    raisesVersion: false,
    *apply(_context, { group, user }: RefuseJoinEffect) {
      return (yield* forgetJoins(group, [user])) === 0 ? NOT_ASKED : true;
    },
  },
  ban: {
    raisesVersion: true,
    refusal: whyNoBan,
    *apply({ conversation: { id }, append: { sender, time } }, { user, reason }: BanEffect) {
      yield* ban(id, { user, by: sender, time, reason });
      yield* forgetJoins(id, [user]);
      return true;
    },
  },
};

function* whyNoBan({ conversation: { id } }: EffectContext, { user }: BanEffect): Query<Refusal | undefined> {
  if ((yield* bannedAmong(id, [user])).length > 0 || !(yield* hasBans(id, MAX_BANS))) return undefined;
  return {
    code: 'LIMIT_EXCEEDED',
    message: `a group has at most ${MAX_BANS} bans; lift one first`,
    reason: 'too-many-bans',
  };
}

/** Makes members of these users, unless one of them is banned. */
export function* letIn(
  { conversation, seq }: EffectContext,
  users: readonly number[],
  role: MemberRole,
): Query<true | Refusal> {
  const refusal = yield* refusalOf(conversation.id, users);
  if (refusal !== undefined) return refusal;
  yield* forgetJoins(conversation.id, users);
  const roles = users.map((user) => [user, role] as const);
  conversation.member_count += yield* openIntervals(conversation.id, roles, seq);
  return true;
}

/** Why these users cannot come in. Undefined: they can. */
export function* refusalOf(conversation: number, users: readonly number[]): Query<Refusal | undefined> {
  const [banned] = yield* bannedAmong(conversation, users);
  if (banned === undefined) return undefined;
  const { user, reason } = banned;
  const why = reason === '' ? '' : `: ${reason}`;
  return {
    code: 'FORBIDDEN',
    message: `user ${user} is banned from this group${why}`,
    reason: 'user-banned',
  };
}
