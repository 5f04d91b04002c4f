/**
 * Every request there is, who may make it, and what carries it out. Closed, and denied by default: a request
 * that is not in this table does not exist.
 *
 * @module
 */
import type { Calls, PosthornError, RequestCase } from '@posthorn/protocol';
import * as accounts from '../features/accounts/accounts.ts';
import * as admin from '../features/admin/admin.ts';
import * as blocks from '../features/people/blocks.ts';
import * as conversations from '../features/conversations/conversations.ts';
import * as cursors from '../features/cursors/cursors.ts';
import * as groups from '../features/groups/groups.ts';
import * as invites from '../features/groups/invites.ts';
import * as nodes from '../features/admin/nodes.ts';
import * as presence from '../features/presence/presence.ts';
import * as reading from '../features/messages/reading.ts';
import type { Caller } from './router.ts';
import * as sending from '../features/messages/send.ts';
import type { Services } from './services.ts';
import * as sessions from '../features/accounts/sessions.ts';
import * as typing from '../features/typing/typing.ts';
import * as users from '../features/people/users.ts';

/** What a caller must be. `user`: logged in. `admin`: an administrator of the server. */
export type Who = 'stranger' | 'user' | 'admin';

/**
 * What a caller must be in the conversation that the request names; the handler checks it. `reader`: is or was
 * a member, or it is a room. `manager`: admin or owner of a group.
 */
export type Standing = 'reader' | 'member' | 'manager' | 'owner';

/**
 * Whether a request may be carried out again when nobody knows if it was carried out before, because its router died.
 * `harmless`: it only reads, or sets what it would set again. `by-client-id`: if it carries a client id.
 */
export type Repeat = 'harmless' | 'by-client-id' | 'never';

/** The gateway answers these itself. */
export type GatewayCase = 'hello' | 'ping' | 'attach';

export type RoutedCase = Exclude<RequestCase, GatewayCase>;

export interface Operation<K extends RoutedCase> {
  readonly who: Who;
  readonly conversation?: Standing;
  readonly repeat: Repeat;
  /** Throws, rejects with, or returns why it is refused; returned at once, a refusal costs next to nothing. */
  readonly run: (
    services: Services,
    caller: Caller,
    request: Calls[K]['request'],
  ) => Promise<Calls[K]['replyInit']> | PosthornError;
}

export const OPERATIONS: { readonly [K in RoutedCase]: Operation<K> } = {
  register: { who: 'stranger', repeat: 'never', run: accounts.register },
  login: { who: 'stranger', repeat: 'never', run: accounts.login },
  logout: { who: 'user', repeat: 'never', run: sessions.logout },

  send: { who: 'user', conversation: 'member', repeat: 'by-client-id', run: sending.send },
  pull: { who: 'user', conversation: 'reader', repeat: 'harmless', run: reading.pull },
  listHeads: { who: 'user', repeat: 'harmless', run: reading.listHeads },
  moveCursors: { who: 'user', conversation: 'reader', repeat: 'harmless', run: cursors.moveCursors },
  typing: { who: 'user', conversation: 'member', repeat: 'never', run: typing.typing },

  listConversations: { who: 'user', repeat: 'harmless', run: reading.listConversations },
  getConversation: { who: 'user', conversation: 'reader', repeat: 'harmless', run: reading.getConversation },
  openDirect: { who: 'user', repeat: 'harmless', run: conversations.openDirect },
  createGroup: { who: 'user', repeat: 'by-client-id', run: groups.createGroup },
  addMembers: { who: 'user', conversation: 'manager', repeat: 'by-client-id', run: groups.addMembers },
  removeMember: { who: 'user', conversation: 'manager', repeat: 'by-client-id', run: groups.removeMember },
  leave: { who: 'user', conversation: 'member', repeat: 'by-client-id', run: groups.leave },
  rename: { who: 'user', conversation: 'manager', repeat: 'by-client-id', run: groups.rename },
  setRole: { who: 'user', conversation: 'owner', repeat: 'by-client-id', run: groups.setRole },
  muteMember: { who: 'user', conversation: 'manager', repeat: 'by-client-id', run: groups.muteMember },
  listMembers: { who: 'user', conversation: 'member', repeat: 'harmless', run: groups.listMembers },
  listReceipts: { who: 'user', conversation: 'member', repeat: 'harmless', run: reading.listReceipts },
  createInvite: { who: 'user', conversation: 'manager', repeat: 'never', run: invites.createInvite },
  listInvites: { who: 'user', conversation: 'manager', repeat: 'harmless', run: invites.listInvites },
  revokeInvite: { who: 'user', conversation: 'manager', repeat: 'never', run: invites.revokeInvite },
  joinByInvite: { who: 'user', repeat: 'by-client-id', run: invites.joinByInvite },
  muteConversation: {
    who: 'user',
    conversation: 'reader',
    repeat: 'harmless',
    run: conversations.muteConversation,
  },

  getUsers: { who: 'user', repeat: 'harmless', run: users.getUsers },
  findUsers: { who: 'user', repeat: 'harmless', run: users.findUsers },
  listOnline: { who: 'user', repeat: 'harmless', run: presence.listOnline },
  watchPresence: { who: 'user', repeat: 'harmless', run: presence.watchPresence },
  updateProfile: { who: 'user', repeat: 'harmless', run: users.updateProfile },
  changePassword: { who: 'user', repeat: 'never', run: accounts.changePassword },
  listSessions: { who: 'user', repeat: 'harmless', run: sessions.listSessions },
  revokeSession: { who: 'user', repeat: 'never', run: sessions.revokeSession },
  block: { who: 'user', repeat: 'harmless', run: blocks.block },
  unblock: { who: 'user', repeat: 'harmless', run: blocks.unblock },
  listBlocked: { who: 'user', repeat: 'harmless', run: blocks.listBlocked },

  disableUser: { who: 'admin', repeat: 'never', run: admin.disableUser },
  resetPassword: { who: 'admin', repeat: 'never', run: admin.resetPassword },
  getServerInfo: { who: 'admin', repeat: 'harmless', run: admin.getServerInfo },
  listNodes: { who: 'admin', repeat: 'harmless', run: nodes.listNodes },
};
