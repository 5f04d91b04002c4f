/**
 * Every request there is, who may make it, and what carries it out. Closed, and denied by default: a request
 * that is not in this table does not exist.
 *
 * @module
 */
import type { Calls, RequestCase } from '@posthorn/protocol';
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

/** The gateway answers these itself. */
export type GatewayCase = 'hello' | 'ping' | 'attach';

export type RoutedCase = Exclude<RequestCase, GatewayCase>;

export interface Operation<K extends RoutedCase> {
  readonly who: Who;
  readonly conversation?: Standing;
  readonly run: (
    services: Services,
    caller: Caller,
    request: Calls[K]['request'],
  ) => Promise<Calls[K]['replyInit']>;
}

export const OPERATIONS: { readonly [K in RoutedCase]: Operation<K> } = {
  register: { who: 'stranger', run: accounts.register },
  login: { who: 'stranger', run: accounts.login },
  logout: { who: 'user', run: sessions.logout },

  send: { who: 'user', conversation: 'member', run: sending.send },
  pull: { who: 'user', conversation: 'reader', run: reading.pull },
  listHeads: { who: 'user', run: reading.listHeads },
  moveCursors: { who: 'user', conversation: 'reader', run: cursors.moveCursors },
  typing: { who: 'user', conversation: 'member', run: typing.typing },

  listConversations: { who: 'user', run: reading.listConversations },
  getConversation: { who: 'user', conversation: 'reader', run: reading.getConversation },
  openDirect: { who: 'user', run: conversations.openDirect },
  createGroup: { who: 'user', run: groups.createGroup },
  addMembers: { who: 'user', conversation: 'manager', run: groups.addMembers },
  removeMember: { who: 'user', conversation: 'manager', run: groups.removeMember },
  leave: { who: 'user', conversation: 'member', run: groups.leave },
  rename: { who: 'user', conversation: 'manager', run: groups.rename },
  setRole: { who: 'user', conversation: 'owner', run: groups.setRole },
  muteMember: { who: 'user', conversation: 'manager', run: groups.muteMember },
  listMembers: { who: 'user', conversation: 'member', run: groups.listMembers },
  listReceipts: { who: 'user', conversation: 'member', run: reading.listReceipts },
  createInvite: { who: 'user', conversation: 'manager', run: invites.createInvite },
  listInvites: { who: 'user', conversation: 'manager', run: invites.listInvites },
  revokeInvite: { who: 'user', conversation: 'manager', run: invites.revokeInvite },
  joinByInvite: { who: 'user', run: invites.joinByInvite },
  muteConversation: { who: 'user', conversation: 'reader', run: conversations.muteConversation },

  getUsers: { who: 'user', run: users.getUsers },
  findUsers: { who: 'user', run: users.findUsers },
  listOnline: { who: 'user', run: presence.listOnline },
  watchPresence: { who: 'user', run: presence.watchPresence },
  updateProfile: { who: 'user', run: users.updateProfile },
  changePassword: { who: 'user', run: accounts.changePassword },
  listSessions: { who: 'user', run: sessions.listSessions },
  revokeSession: { who: 'user', run: sessions.revokeSession },
  block: { who: 'user', run: blocks.block },
  unblock: { who: 'user', run: blocks.unblock },
  listBlocked: { who: 'user', run: blocks.listBlocked },

  disableUser: { who: 'admin', run: admin.disableUser },
  resetPassword: { who: 'admin', run: admin.resetPassword },
  getServerInfo: { who: 'admin', run: admin.getServerInfo },
  listNodes: { who: 'admin', run: nodes.listNodes },
};
