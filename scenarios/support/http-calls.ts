/**
 * What the people of a transcript ask for besides sending, as calls over HTTP.
 *
 * @module
 */
import type { Calls } from '@posthorn/client';

export type Called =
  | 'createGroup'
  | 'addMembers'
  | 'removeMember'
  | 'muteMember'
  | 'setGroup'
  | 'setVanishing'
  | 'setNickname'
  | 'listMembers'
  | 'listDirectory'
  | 'joinGroup'
  | 'settleJoin'
  | 'addContact'
  | 'removeContact'
  | 'block'
  | 'unblock'
  | 'forwardMessages'
  | 'schedule'
  | 'getConversation'
  | 'listConversations'
  | 'listThreads'
  | 'locate'
  | 'moveCursors'
  | 'listReaders'
  | 'setMine'
  | 'getMine'
  | 'updateProfile'
  | 'getUsers';

export type HttpCall = readonly [
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  body?: object | undefined,
];

export const HTTP_CALLS: { readonly [K in Called]: (request: Calls[K]['init']) => HttpCall } = {
  createGroup: ({ title, members }) => ['POST', '/v1/groups', { title, members }],
  addMembers: ({ conversation, users }) => ['POST', `/v1/groups/${conversation}/members`, { users }],
  removeMember: ({ conversation, user, ban }) =>
    ban === true
      ? ['PUT', `/v1/groups/${conversation}/bans/${user}`]
      : ['DELETE', `/v1/groups/${conversation}/members/${user}`],
  muteMember: ({ conversation, user, muted }) => [
    'PUT',
    `/v1/groups/${conversation}/members/${user}/muted`,
    { muted },
  ],
  setGroup: ({ conversation, settings }) => ['PATCH', `/v1/groups/${conversation}/settings`, settings],
  setVanishing: ({ conversation, afterMs }) => [
    'PUT',
    `/v1/conversations/${conversation}/vanishing`,
    { afterMs },
  ],
  setNickname: ({ conversation, nickname }) => ['PUT', `/v1/groups/${conversation}/nickname`, { nickname }],
  listMembers: ({ conversation, prefix }) => ['GET', `/v1/groups/${conversation}/members?prefix=${prefix}`],
  listDirectory: ({ prefix }) => ['GET', `/v1/directory?prefix=${prefix}`],
  joinGroup: ({ conversation, text }) => ['POST', `/v1/groups/${conversation}/join`, { text }],
  settleJoin: ({ conversation, user, accept }) => [
    'PUT',
    `/v1/groups/${conversation}/joins/${user}`,
    { accept },
  ],
  addContact: ({ user }) => ['PUT', `/v1/contacts/${user}`],
  removeContact: ({ user }) => ['DELETE', `/v1/contacts/${user}`],
  block: ({ user }) => ['PUT', `/v1/blocks/${user}`],
  unblock: ({ user }) => ['DELETE', `/v1/blocks/${user}`],
  forwardMessages: ({ conversation, seqs, target }) => [
    'POST',
    `/v1/conversations/${conversation}/forwards`,
    { seqs, to: target?.value },
  ],
  schedule: ({ target, at, content }) => ['POST', '/v1/scheduled', { to: target?.value, at, content }],
  getConversation: ({ conversation }) => ['GET', `/v1/conversations/${conversation}`],
  listConversations: ({ byActivity, limit }) => [
    'GET',
    `/v1/conversations?byActivity=${byActivity}&limit=${limit}`,
  ],
  listThreads: () => ['GET', '/v1/threads'],
  locate: ({ conversation, landmark }) => [
    'GET',
    `/v1/conversations/${conversation}/locate?landmark=${landmark}`,
  ],
  moveCursors: ({ cursors }) => ['POST', '/v1/cursors', { cursors }],
  listReaders: ({ conversation, seq }) => [
    'GET',
    `/v1/conversations/${conversation}/messages/${seq}/readers`,
  ],
  setMine: ({ entries }) => ['PUT', '/v1/me/space', { entries }],
  getMine: ({ prefix }) => ['GET', `/v1/me/space?prefix=${prefix}`],
  updateProfile: (profile) => ['PATCH', '/v1/me', profile],
  getUsers: ({ ids }) => ['GET', `/v1/users/lookup?ids=${ids?.join()}`],
};
