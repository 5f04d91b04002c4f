/**
 * The store on any SQL engine that can run our queries.
 *
 * @module
 */
import type { Store, StoreCapabilities } from '../store.ts';
import type { Arguments, OperationName, Result } from './operations.ts';

/** Runs one operation in one transaction. Rejects with a StoreError. */
export type Call = <K extends OperationName>(name: K, ...args: Arguments<K>) => Promise<Result<K>>;

export interface SqlStoreOptions {
  readonly call: Call;
  readonly capabilities: StoreCapabilities;
  /** Asked anew each time: it may change while others restore a shared database. */
  readonly epoch: () => string;
  readonly close: () => Promise<void>;
}

export function createSqlStore({ call, capabilities, epoch, close }: SqlStoreOptions): Store {
  return {
    capabilities,
    get epoch() {
      return epoch();
    },
    log: {
      append: (batch) => call('append', batch),
      forbid: (batch) => call('forbid', batch),
      pull: (reader, ranges, maxBytes) => call('pull', reader, ranges, maxBytes),
      heads: (user, after, limit) => call('heads', user, after, limit),
      changedHeads: (sinceMs, after, limit) => call('changedHeads', sinceMs, after, limit),
      moveCursors: (moves) => call('moveCursors', moves),
      cursors: (conversation, afterUser, limit) => call('cursors', conversation, afterUser, limit),
    },
    conversations: {
      get: (id) => call('getConversation', id),
      openDirect: (a, b) => call('openDirect', a, b),
      createGroup: (spec) => call('createGroup', spec),
      ensureRoom: (title) => call('ensureRoom', title),
      closeRoom: (title) => call('closeRoom', title),
      membersAmong: (conversation, users) => call('membersAmong', conversation, users),
      members: (conversation, afterUser, limit) => call('members', conversation, afterUser, limit),
      heir: (conversation, except) => call('heir', conversation, except),
      groupsOf: (user, after, limit) => call('groupsOf', user, after, limit),
      views: (user, after, limit) => call('views', user, after, limit),
      view: (user, conversation) => call('view', user, conversation),
      setMuted: (user, conversation, muted) => call('setMuted', user, conversation, muted),
      createInvite: (invite) => call('createInvite', invite),
      inviteByToken: (tokenHash) => call('inviteByToken', tokenHash),
      invite: (id) => call('invite', id),
      invites: (conversation) => call('invites', conversation),
      revokeInvite: (id) => call('revokeInvite', id),
      setBlock: (user, other, blocked) => call('setBlock', user, other, blocked),
      blocks: (user, after, limit) => call('blocks', user, after, limit),
      isBlocked: (a, b) => call('isBlocked', a, b),
    },
    accounts: {
      create: (user) => call('createUser', user),
      byIds: (ids) => call('usersByIds', ids),
      byNameKeys: (nameKeys) => call('usersByNameKeys', nameKeys),
      credentials: (nameKey) => call('credentials', nameKey),
      find: (prefix, after, limit) => call('findUsers', prefix, after, limit),
      update: (id, patch) => call('updateUser', id, patch),
    },
    sessions: {
      create: (session) => call('createSession', session),
      byToken: (tokenHash) => call('sessionByToken', tokenHash),
      of: (user) => call('sessionsOf', user),
      touch: (id, lastUsedAt, expiresAt) => call('touchSession', id, lastUsedAt, expiresAt),
      revoke: (user, which) => call('revokeSessions', user, which),
      nextFence: (slot) => call('nextFence', slot),
    },
    stats: () => call('stats'),
    check: () => call('check'),
    close,
  };
}
