/**
 * What one may do in a group, by one's role and its settings. The server decides; this says beforehand what it would.
 *
 * @module
 */
import type { Conversation, GroupSettings, Member, Role } from '@posthorn/protocol';

/** Rights that a setting gives to a role and those above. */
export type Right = 'write' | 'invite' | 'pin' | 'mentionAll' | 'change';

export const RIGHTS: readonly Right[] = ['write', 'invite', 'pin', 'mentionAll', 'change'];

/** Why something may not be done; the views say it in words. */
export type Denial = 'not-a-member' | 'closed' | 'admins-only' | 'owner-only' | 'outranked' | 'yourself';

type GroupInfo = Pick<Conversation, 'role' | 'left' | 'settings' | 'memberCount'>;

const RANKS: Readonly<Record<Role, number>> = { unspecified: 0, member: 1, admin: 2, owner: 3 };

/** Groups of up to so many let every member pin and alert everybody, unless told otherwise. */
const SMALL_GROUP = 20;

export function rankOf(role: Role): number {
  return RANKS[role];
}

/** The role that a right begins with. */
export function neededFor(right: Right, { settings, memberCount }: GroupInfo): Role {
  const set = settings?.[right] ?? 'unspecified';
  if (set !== 'unspecified') return set;
  switch (right) {
    case 'write':
      return 'member';
    case 'pin':
    case 'mentionAll':
      return memberCount <= SMALL_GROUP ? 'member' : 'admin';
    default:
      return 'admin';
  }
}

/** Undefined: the user has the right. */
export function denialOf(right: Right, info: GroupInfo): Denial | undefined {
  if (info.left || info.role === 'unspecified') return 'not-a-member';
  if (info.settings?.closed === true && right !== 'change') return 'closed';
  return rankDenial(info.role, neededFor(right, info));
}

/** Whether the user may change a setting besides topic and picture. `closed`: closing and opening the group. */
export function settingDenial(
  setting: keyof GroupSettings,
  info: GroupInfo,
  value?: Role,
): Denial | undefined {
  if (info.left || info.role === 'unspecified') return 'not-a-member';
  switch (setting) {
    case 'topic':
    case 'pictureUrl':
      return denialOf('change', info);
    case 'closed':
      return rankDenial(info.role, 'owner');
    case 'slowModeS':
    case 'join':
      return rankDenial(info.role, 'admin');
    default:
      // Only the owner gives a right to the owner alone, or takes it from there.
      return rankDenial(
        info.role,
        value === 'owner' || neededFor(setting, info) === 'owner' ? 'owner' : 'admin',
      );
  }
}

/** Removing, banning, silencing: admins may, towards those below them. */
export function memberDenial(
  info: GroupInfo,
  member: Pick<Member, 'user' | 'role'>,
  me: number,
): Denial | undefined {
  if (info.left || info.role === 'unspecified') return 'not-a-member';
  if (member.user === me) return 'yourself';
  if (rankOf(info.role) < RANKS.admin) return 'admins-only';
  return rankOf(member.role) >= rankOf(info.role) ? 'outranked' : undefined;
}

/** The owner changes roles, and an administrator of the server. */
export function roleDenial(
  info: GroupInfo,
  member: Pick<Member, 'user' | 'role'>,
  me: { readonly id: number; readonly admin: boolean },
): Denial | undefined {
  if (member.user === me.id) return 'yourself';
  if (me.admin) return undefined;
  if (info.left || info.role === 'unspecified') return 'not-a-member';
  return rankDenial(info.role, 'owner');
}

function rankDenial(role: Role, needed: Role): Denial | undefined {
  if (rankOf(role) >= rankOf(needed)) return undefined;
  return needed === 'owner' ? 'owner-only' : 'admins-only';
}
