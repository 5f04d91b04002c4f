/**
 * Changes of a conversation that are committed with the message that tells of them.
 *
 * @module
 */
import type { Effect } from '../conversations.ts';
import { closeIntervals, openIntervals } from './members.ts';
import { change } from './sql.ts';
import type { Query } from './sql.ts';

/** A conversation's row while a batch is written; goes back to the table at the batch's end. */
export interface OpenConversation {
  readonly id: number;
  title: string;
  head: number;
  version: number;
  member_count: number;
  changed: number;
}

/** Applies an effect with the message at `seq`. False: it can't be; then nothing was changed. */
export function* applyEffect(conversation: OpenConversation, effect: Effect, seq: number): Query<boolean> {
  const { id } = conversation;
  switch (effect.type) {
    case 'add':
      if (effect.invite !== undefined && !(yield* takeInvite(id, effect.invite))) return false;
      conversation.member_count += yield* openIntervals(
        id,
        effect.users.map((user) => [user, effect.role]),
        seq,
      );
      break;
    case 'remove':
      yield* leave(conversation, effect.users, seq);
      break;
    case 'remove-owner':
      yield* leave(conversation, [effect.user], seq);
      yield* setRole(id, effect.heir, 'owner');
      break;
    case 'roles':
      for (const { user, role } of effect.roles) yield* setRole(id, user, role);
      break;
    case 'mute':
      yield* change(
        'UPDATE members SET silenced = ? WHERE conversation = ? AND "user" = ? AND left_seq IS NULL',
        effect.muted ? 1 : 0,
        id,
        effect.user,
      );
      break;
    case 'title':
      conversation.title = effect.title;
      break;
  }
  conversation.version += 1;
  return true;
}

function* leave(conversation: OpenConversation, users: readonly number[], seq: number): Query<void> {
  const { id, title } = conversation;
  conversation.member_count -= yield* closeIntervals(id, users, { seq, title });
}

function* setRole(conversation: number, user: number, role: string): Query<void> {
  yield* change(
    'UPDATE members SET role = ? WHERE conversation = ? AND "user" = ? AND left_seq IS NULL',
    role,
    conversation,
    user,
  );
}

function* takeInvite(conversation: number, invite: number): Query<boolean> {
  const taken = yield* change(
    'UPDATE invites SET uses = uses + 1 WHERE id = ? AND conversation = ? AND (max_uses = 0 OR uses < max_uses)',
    invite,
    conversation,
  );
  return taken > 0;
}
