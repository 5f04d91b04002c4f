/**
 * The REST API: every request of the protocol as a route. Who may call a route is what the operations table
 * says of its request.
 *
 * @module
 */
import { errorName, PosthornError } from '@posthorn/protocol';
import type { GatewayCase } from '../router/operations.ts';
import type { Json, Route, RouteContext } from './route.ts';

/** Requests that make no sense without a connection, and why. */
export const NOT_OVER_HTTP: Readonly<Record<GatewayCase, string>> = {
  hello: 'HTTP agrees on its version by the /v1 in the path.',
  ping: 'HTTP has no connection to keep alive; GET /healthz says whether the server lives.',
  attach: 'Each request carries the token; GET /v1/events is the live connection.',
};

const CONTENT = {
  content: { $ref: 'Content#' },
  text: { type: 'string', description: 'Short for a content that is only text.' },
};

const USER_OR_NAME = {
  description: 'The user’s id (a number) or name (a string).',
  anyOf: [
    { type: 'integer', minimum: 1, maximum: Number.MAX_SAFE_INTEGER },
    { type: 'string', minLength: 1 },
  ],
};

export const ROUTES: readonly Route[] = [
  // Accounts
  post('/v1/register', 'register', 'Accounts', 'Create an account and log in', {
    body: ['name', 'password', 'displayName', 'device'],
    required: ['name', 'password'],
    answer: withEndpoints,
  }),
  post('/v1/login', 'login', 'Accounts', 'Log in', {
    body: ['name', 'password', 'device'],
    required: ['name', 'password'],
    answer: withEndpoints,
  }),
  post('/v1/logout', 'logout', 'Accounts', 'End this session'),
  get('/v1/me', 'getUsers', 'Accounts', 'My account', {
    build: (_input, { caller }) => ({ ids: [caller.session?.user] }),
    answer: onlyUser,
    answers: 'User',
  }),
  patch('/v1/me', 'updateProfile', 'Accounts', 'Change my profile', {
    body: ['displayName', 'avatarUrl', 'statusText'],
  }),
  post('/v1/me/password', 'changePassword', 'Accounts', 'Change my password', {
    body: ['oldPassword', 'newPassword', 'revokeOthers'],
    required: ['oldPassword', 'newPassword'],
  }),
  get('/v1/sessions', 'listSessions', 'Accounts', 'My logins on all devices'),
  remove('/v1/sessions/:session', 'revokeSession', 'Accounts', 'End one of my sessions'),

  // Messages
  post('/v1/messages', 'send', 'Messages', 'Send a direct message to a user by id or name', {
    bodySchema: { to: USER_OR_NAME, ...CONTENT },
    example: { to: 'bob', text: 'hello' },
    required: ['to'],
    build: async (input, { resolveUser }) => ({
      user: await resolveUser(input['to']),
      content: contentOf(input),
    }),
  }),
  post('/v1/conversations/:conversation/messages', 'send', 'Messages', 'Send a message', {
    bodySchema: CONTENT,
    example: { text: 'hello' },
    build: (input) => ({ conversation: input['conversation'], content: contentOf(input) }),
  }),
  get('/v1/conversations/:conversation/messages', 'pull', 'Messages', 'Read messages, forward or backward', {
    inputs: 'Range',
    query: ['after', 'before', 'limit', 'mark'],
    build: (input) => ({ ranges: [input] }),
    answer: onlyBatch,
    answers: 'Batch',
  }),
  post('/v1/pull', 'pull', 'Messages', 'Read messages of several conversations', {
    body: ['ranges'],
    required: ['ranges'],
  }),
  get('/v1/heads', 'listHeads', 'Messages', 'How far every conversation of mine has come', {
    query: ['cursor', 'limit'],
  }),
  post('/v1/cursors', 'moveCursors', 'Messages', 'Mark messages as read or delivered', {
    body: ['cursors'],
    required: ['cursors'],
  }),
  put(
    '/v1/conversations/:conversation/cursor',
    'moveCursors',
    'Messages',
    'Mark as read or delivered in one conversation',
    {
      inputs: 'Cursor',
      body: ['read', 'delivered'],
      build: (input) => ({ cursors: [input] }),
    },
  ),
  get(
    '/v1/conversations/:conversation/receipts',
    'listReceipts',
    'Messages',
    'How far the members have read',
    {
      query: ['cursor', 'limit'],
    },
  ),
  post('/v1/conversations/:conversation/typing', 'typing', 'Messages', 'Say that I am typing, or stopped', {
    body: ['active'],
    build: (input) => ({ active: true, ...input }),
  }),

  // Conversations
  get('/v1/conversations', 'listConversations', 'Conversations', 'My conversations by id', {
    query: ['cursor', 'limit'],
  }),
  get('/v1/conversations/:conversation', 'getConversation', 'Conversations', 'A conversation as I see it'),
  put('/v1/conversations/:conversation/muted', 'muteConversation', 'Conversations', 'Turn alerts off or on', {
    body: ['muted'],
    required: ['muted'],
  }),
  post('/v1/directs', 'openDirect', 'Conversations', 'Open the direct conversation with a user', {
    bodySchema: { to: USER_OR_NAME },
    required: ['to'],
    build: async (input, { resolveUser }) => ({ user: await resolveUser(input['to']) }),
  }),

  // Groups
  post('/v1/groups', 'createGroup', 'Groups', 'Create a group', {
    body: ['title', 'members'],
    required: ['title'],
  }),
  patch('/v1/groups/:conversation', 'rename', 'Groups', 'Rename a group', {
    body: ['title'],
    required: ['title'],
  }),
  post('/v1/groups/:conversation/leave', 'leave', 'Groups', 'Leave a group'),
  get('/v1/groups/:conversation/members', 'listMembers', 'Groups', 'Members of a group', {
    query: ['cursor', 'limit'],
  }),
  post('/v1/groups/:conversation/members', 'addMembers', 'Groups', 'Add members', {
    body: ['users'],
    required: ['users'],
  }),
  remove('/v1/groups/:conversation/members/:user', 'removeMember', 'Groups', 'Remove a member'),
  put('/v1/groups/:conversation/members/:user/role', 'setRole', 'Groups', 'Change a member’s role', {
    body: ['role'],
    required: ['role'],
  }),
  put(
    '/v1/groups/:conversation/members/:user/muted',
    'muteMember',
    'Groups',
    'Silence a member, or let them speak',
    {
      body: ['muted'],
      required: ['muted'],
    },
  ),
  get('/v1/groups/:conversation/invites', 'listInvites', 'Groups', 'Invites of a group'),
  post('/v1/groups/:conversation/invites', 'createInvite', 'Groups', 'Make an invite', {
    body: ['maxUses', 'ttlMs'],
  }),
  remove('/v1/invites/:invite', 'revokeInvite', 'Groups', 'Revoke an invite'),
  post('/v1/invites/join', 'joinByInvite', 'Groups', 'Join a group by an invite', {
    body: ['token'],
    required: ['token'],
  }),

  // Users
  get('/v1/users', 'findUsers', 'Users', 'Users whose name starts with a prefix', {
    query: ['prefix', 'cursor', 'limit'],
  }),
  get('/v1/users/lookup', 'getUsers', 'Users', 'Users by ids or names', { query: ['ids', 'names'] }),
  get('/v1/users/:user', 'getUsers', 'Users', 'A user by id', {
    inputs: 'Block',
    build: (input) => ({ ids: [input['user']] }),
    answer: onlyUser,
    answers: 'User',
  }),
  get('/v1/online', 'listOnline', 'Users', 'Users who are online', { query: ['prefix', 'cursor', 'limit'] }),
  get('/v1/presence', 'watchPresence', 'Users', 'Whether users are online, and since when not', {
    query: ['users'],
    required: ['users'],
  }),
  get('/v1/blocks', 'listBlocked', 'Users', 'Whom I have blocked', { query: ['cursor', 'limit'] }),
  put('/v1/blocks/:user', 'block', 'Users', 'Block a user'),
  remove('/v1/blocks/:user', 'unblock', 'Users', 'Unblock a user'),

  // Administration
  get('/v1/admin/nodes', 'listNodes', 'Administration', 'Every process of the server, and how it is'),
  get('/v1/admin/info', 'getServerInfo', 'Administration', 'Version and totals of this server'),
  put(
    '/v1/admin/users/:user/disabled',
    'disableUser',
    'Administration',
    'Disable an account, or enable it again',
    {
      body: ['disabled'],
      required: ['disabled'],
    },
  ),
  put('/v1/admin/users/:user/password', 'resetPassword', 'Administration', 'Give an account a new password', {
    body: ['newPassword'],
    required: ['newPassword'],
  }),
];

type Given = Pick<Route, 'url' | 'request' | 'tag' | 'summary'>;
type Extra = Omit<Route, keyof Given | 'method'>;
type Arguments = readonly [Given['url'], Given['request'], Given['tag'], Given['summary'], Extra?];

function made(method: Route['method'], [url, request, tag, summary, extra]: Arguments): Route {
  return { method, url, request, tag, summary, ...extra };
}
function get(...given: Arguments): Route {
  return made('GET', given);
}
function post(...given: Arguments): Route {
  return made('POST', given);
}
function put(...given: Arguments): Route {
  return made('PUT', given);
}
function patch(...given: Arguments): Route {
  return made('PATCH', given);
}
function remove(...given: Arguments): Route {
  return made('DELETE', given);
}

function contentOf({ content, text }: Json): unknown {
  if ((content === undefined) === (text === undefined)) {
    throw new PosthornError('INVALID', 'give either "text" or "content"');
  }
  return content ?? { text };
}

/** Without advertised addresses, those under which the asker reached us. */
function withEndpoints(reply: Json, { endpoints }: RouteContext): Json {
  const given = reply['endpoints'];
  return Array.isArray(given) && given.length > 0 ? reply : { ...reply, endpoints: endpoints() };
}

function onlyUser(reply: Json): Json {
  const [user] = reply['users'] as readonly Json[];
  if (user === undefined) throw new PosthornError('NOT_FOUND', 'there is no such user');
  return user;
}

/** A refused range is an error of its own in the protocol; over HTTP it is the answer's. */
function onlyBatch(reply: Json): Json {
  const [batch] = reply['batches'] as readonly Json[];
  if (batch === undefined) throw new PosthornError('INTERNAL', 'no batch came');
  const { error, ...rest } = batch;
  if (error !== 0 && error !== undefined) {
    const code = errorName(error as number);
    throw new PosthornError(code, 'the conversation cannot be read');
  }
  return rest;
}
