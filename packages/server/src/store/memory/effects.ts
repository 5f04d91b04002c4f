/**
 * Changes of a conversation that are committed with the message that tells of them.
 *
 * @module
 */
import type { Effect } from '../conversations.ts';
import type { ConversationRow, MemberRow, MemoryState } from './state.ts';
import { addMember } from './state.ts';

/** Applies an effect with the message at `seq`. False: it can't be; then nothing was changed. */
export function applyEffect(state: MemoryState, row: ConversationRow, effect: Effect, seq: number): boolean {
  switch (effect.type) {
    case 'add':
      if (effect.invite !== undefined && !takeInvite(state, row.id, effect.invite)) return false;
      for (const user of effect.users) addMember(row, user, effect.role, seq);
      break;
    case 'remove':
      for (const user of effect.users) removeMember(row, user, seq);
      break;
    case 'remove-owner':
      removeMember(row, effect.user, seq);
      changeMember(row, effect.heir, (member) => (member.role = 'owner'));
      break;
    case 'roles':
      for (const { user, role } of effect.roles) changeMember(row, user, (member) => (member.role = role));
      break;
    case 'mute':
      changeMember(row, effect.user, (member) => (member.isSilenced = effect.muted));
      break;
    case 'title':
      row.title = effect.title;
      break;
  }
  row.version += 1;
  return true;
}

function takeInvite(state: MemoryState, conversation: number, id: number): boolean {
  const invite = state.invites.get(id);
  if (invite === undefined || invite.record.conversation !== conversation) return false;
  const { uses, maxUses } = invite.record;
  if (maxUses > 0 && uses >= maxUses) return false;
  invite.record = { ...invite.record, uses: uses + 1 };
  return true;
}

function removeMember(row: ConversationRow, user: number, seq: number): void {
  changeMember(row, user, (member) => (member.left = { seq, title: row.title }));
}

function changeMember(row: ConversationRow, user: number, change: (member: MemberRow) => void): void {
  const member = row.members.get(user);
  if (member !== undefined && member.left === undefined) change(member);
}
