/**
 * Conversations as others see them: whole, or as one user may.
 *
 * @module
 */
import type { ConversationRecord, ConversationView, MemberRecord } from '../conversations.ts';
import type { Interval } from '../intervals.ts';
import { isVisible, visibleFirst, visibleHead } from '../intervals.ts';
import { toStoredMessage } from './log.ts';
import type { ConversationRow, MemberRow, MemoryState } from './state.ts';
import { intervalsOf } from './state.ts';

const MAX_UNREAD = 100;

export function toRecord(state: MemoryState, row: ConversationRow): ConversationRecord {
  const { id, kind, title, version, users } = row;
  return {
    id,
    kind,
    title,
    version,
    head: row.messages.length,
    users: [...users],
    blockedBy: blockersOf(state, row),
    memberCount: currentMembers(row).length,
  };
}

export function toView(row: ConversationRow, user: number): ConversationView | undefined {
  const intervals = intervalsOf(row, user);
  if (intervals === undefined) return undefined;
  const member = row.members.get(user);
  const isIn = member !== undefined && member.left === undefined;
  const head = visibleHead(intervals);
  const reader = row.readers.get(user) ?? { read: 0, delivered: 0, isMuted: false };
  const last = row.messages[head - 1];
  return {
    id: row.id,
    kind: row.kind,
    title: member?.left?.title ?? row.title,
    head,
    first: visibleFirst(intervals),
    role: row.kind === 'group' && isIn ? member.role : undefined,
    left: member?.left !== undefined,
    peer: row.kind === 'direct' ? peerOf(row, user) : 0,
    memberCount: member?.left === undefined ? currentMembers(row).length : 0,
    read: reader.read,
    delivered: reader.delivered,
    unread: countUnread(row, intervals, reader.read, user),
    muted: reader.isMuted,
    silenced: isIn && member.isSilenced,
    lastMessage: last === undefined ? undefined : toStoredMessage(last, user),
  };
}

export function toMember(user: number, member: MemberRow): MemberRecord {
  return { user, role: member.role, joinedSeq: member.joinedSeq, muted: member.isSilenced };
}

/** Members now, by user id. */
export function currentMembers(row: ConversationRow): [number, MemberRow][] {
  return [...row.members].filter(([, member]) => member.left === undefined).sort(([a], [b]) => a - b);
}

function blockersOf(state: MemoryState, { kind, users }: ConversationRow): number[] {
  const [a, b] = users;
  if (kind !== 'direct' || a === undefined || b === undefined) return [];
  const pairs = [
    [a, b],
    [b, a],
  ] as const;
  return pairs.filter(([user, other]) => state.blocks.get(user)?.has(other)).map(([user]) => user);
}

function peerOf({ users }: ConversationRow, user: number): number {
  return users.find((other) => other !== user) ?? user;
}

function countUnread(
  row: ConversationRow,
  intervals: readonly Interval[],
  read: number,
  user: number,
): number {
  const unread = row.messages
    .slice(read)
    .filter((message) => message.sender !== user && isVisible(intervals, message.seq));
  return Math.min(unread.length, MAX_UNREAD);
}
