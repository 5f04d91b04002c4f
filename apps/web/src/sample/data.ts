/**
 * The people and conversations of the sample.
 *
 * @module
 */
import type { ConversationInfo, Cursor, OutgoingMessage } from '@posthorn/client/engine';
import type { Incoming } from '@posthorn/client';
import type { Member, User } from '@posthorn/protocol';
import { ME, presence, users } from './people.ts';
import { logs, SAMPLE_CONVERSATIONS } from './conversations.ts';

export interface SampleData {
  readonly me: number;
  readonly users: ReadonlyMap<number, User>;
  readonly conversations: ReadonlyMap<number, ConversationInfo>;
  readonly logs: ReadonlyMap<number, readonly Incoming[]>;
  readonly presence: ReadonlyMap<number, { user: number; online: boolean; lastSeen: number }>;
  readonly typing: ReadonlyMap<number, readonly number[]>;
  readonly mine: ReadonlyMap<string, unknown>;
  readonly outgoing: readonly OutgoingMessage[];
  readonly cursors: ReadonlyMap<number, ReadonlyMap<number, Cursor>>;
  directOf(user: number | string): number;
  membersOf(conversation: number): readonly Member[];
}

/** `now`: Unix ms; all times are before it. */
export function sampleData(now = Date.now()): SampleData {
  const people = users(now);
  const spoken = logs(now);
  const conversations = new Map(
    SAMPLE_CONVERSATIONS.map((make) => {
      const info = make(spoken, now);
      return [info.id, info] as const;
    }),
  );
  return {
    me: ME,
    users: people,
    conversations,
    logs: spoken,
    presence: presence(now),
    typing: new Map([[1, [4]]]),
    mine: new Map<string, unknown>([
      ['pin/1', 2],
      ['mute/5', {}],
      ['draft/4', { text: 'I would rather move the migration' }],
      ['folder/work', { title: 'Work', order: 1, conversations: [1, 3] }],
    ]),
    outgoing: [],
    cursors: new Map([[1, new Map([[2, { read: 999, delivered: 999 }]])]]),
    directOf: (user) =>
      [...conversations.values()].find(({ peer }) => peer === user || people.get(peer)?.name === user)?.id ??
      1,
    membersOf: (conversation) => {
      const info = conversations.get(conversation);
      if (info === undefined) return [];
      const ids = info.kind === 'direct' ? [ME, info.peer] : [...people.keys()];
      return ids.map((id, at) => ({
        user: id,
        role: at === 1 ? 'owner' : at === 2 ? 'admin' : 'member',
        joinedSeq: 1,
        silenced: false,
        nickname: '',
      }));
    },
  };
}
