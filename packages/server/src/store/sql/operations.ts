/**
 * Every call of the store as a query, by name, and whether it writes.
 *
 * @module
 */
import type { StoreStats } from '../store.ts';
import { createUser, credentials, findUsers, updateUser, usersByIds, usersByNameKeys } from './accounts.ts';
import { appendAll } from './append.ts';
import { blocks, isBlocked, setBlock } from './blocks.ts';
import {
  createGroup,
  closeRoom,
  ensureRoom,
  getConversation,
  groupsOf,
  heir,
  members,
  membersAmong,
  openDirect,
} from './conversations.ts';
import { cursors, moveCursors } from './cursors.ts';
import { forbid } from './forbid.ts';
import { createInvite, invite, inviteByToken, invites, revokeInvite } from './invites.ts';
import { check, setGeneration } from './meta.ts';
import { changedHeads, heads, pull } from './reading.ts';
import {
  createSession,
  nextFence,
  revokeSessions,
  sessionByToken,
  sessionsOf,
  touchSession,
} from './sessions.ts';
import { row } from './sql.ts';
import type { Query } from './sql.ts';
import { setMuted, view, views } from './views.ts';

export const READS = {
  pull,
  heads,
  changedHeads,
  cursors,
  getConversation,
  membersAmong,
  members,
  heir,
  groupsOf,
  views,
  view,
  inviteByToken,
  invite,
  invites,
  blocks,
  isBlocked,
  usersByIds,
  usersByNameKeys,
  credentials,
  findUsers,
  sessionByToken,
  sessionsOf,
  stats,
} as const;

/** `append`: for an engine inside the process; append-set.ts has the one for all others. */
export const WRITES = {
  append: appendAll,
  forbid,
  moveCursors,
  openDirect,
  createGroup,
  ensureRoom,
  closeRoom,
  setMuted,
  createInvite,
  revokeInvite,
  setBlock,
  createUser,
  updateUser,
  createSession,
  touchSession,
  revokeSessions,
  nextFence,
  check,
  setGeneration,
} as const;

/** Reads of exactly one statement, which see one snapshot without a transaction around them. */
export const SINGLE_STATEMENT_READS: ReadonlySet<string> = new Set<keyof typeof READS>([
  'heads',
  'changedHeads',
  'cursors',
  'membersAmong',
  'members',
  'heir',
  'groupsOf',
  'inviteByToken',
  'invite',
  'invites',
  'blocks',
  'isBlocked',
  'usersByIds',
  'usersByNameKeys',
  'credentials',
  'findUsers',
  'sessionByToken',
  'sessionsOf',
  'stats',
]);

type Operations = typeof READS & typeof WRITES;
export type OperationName = keyof Operations;
export type Arguments<K extends OperationName> = Parameters<Operations[K]>;
export type Result<K extends OperationName> = ReturnType<Operations[K]> extends Query<infer T> ? T : never;

function* stats(): Query<StoreStats> {
  const found = yield* row<{
    readonly users: number;
    readonly conversations: number;
    readonly messages: number;
  }>(
    `SELECT (SELECT COUNT(*) FROM users) AS users, (SELECT COUNT(*) FROM conversations) AS conversations,
       (SELECT COALESCE(SUM(head), 0) FROM conversations) AS messages`,
  );
  return {
    users: found?.users ?? 0,
    conversations: found?.conversations ?? 0,
    messages: found?.messages ?? 0,
  };
}
