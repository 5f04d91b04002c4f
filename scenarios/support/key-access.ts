/**
 * What server keys may do, written down by hand: for each request the scopes of which any is enough. Nothing here is taken
 * from the server, which only says which rows there must be. What is not among them, no key may do.
 *
 * @module
 */

/** Who a key is when it makes the request: itself, or a user. */
type Acts = 'itself' | 'as user' | 'either';

export interface KeyRow {
  readonly acts: Acts;
  readonly scopes: readonly string[];
}

const EVERY = 'users groups messages read webhooks bots import audit server';

export const KEY_ACCESS: ReadonlyMap<string, KeyRow> = new Map([
  ...rows('as user', 'messages', ['send', 'schedule', 'listScheduled', 'changeScheduled']),
  ...rows('as user', 'messages', ['forwardMessages', 'openDirect', 'moveCursors', 'typing']),
  // Who may write as a user may read as them.
  ...rows('as user', 'read messages', ['pull', 'listHeads', 'listConversations', 'locate', 'search']),
  ...rows('as user', 'read messages', ['listReceipts', 'listReaders', 'listEdits', 'listReactions']),
  ...rows('as user', 'read messages', ['listPins', 'listThread', 'listThreads', 'listVotes']),
  ...rows('as user', 'read messages groups', ['getConversation']),
  ...rows('as user', 'groups', ['createGroup', 'rename', 'setGroup', 'leave', 'joinGroup', 'setNickname']),
  ...rows('as user', 'groups', ['listMembers', 'addMembers', 'removeMember', 'setRole', 'muteMember']),
  ...rows('as user', 'groups', ['createIncoming', 'listIncoming', 'changeIncoming']),
  ...rows('as user', 'groups', ['rotateIncoming', 'removeIncoming']),
  ...rows('as user', 'groups', [
    'listBans',
    'unban',
    'listJoins',
    'settleJoin',
    'setVanishing',
    'setPreviews',
  ]),
  ...rows('either', EVERY, ['getUsers', 'findUsers']),
  ...rows('either', 'bots', ['createBot', 'listBots', 'setBot', 'rotateBotToken', 'removeBot']),
  ...rows('itself', 'users', ['importUsers', 'changeUsers', 'disableUser', 'eraseUser']),
  ...rows('itself', 'webhooks', [
    'addWebhook',
    'listWebhooks',
    'getWebhook',
    'changeWebhook',
    'removeWebhook',
  ]),
  ...rows('itself', 'webhooks', [
    'rotateWebhookSecret',
    'replayWebhook',
    'listDeliveries',
    'listDeadLetters',
  ]),
  ...rows('itself', 'import', ['importRecords', 'exportRecords']),
  ...rows('itself', 'audit', ['listAudit']),
  ...rows('itself', 'server', ['getServerInfo', 'listNodes', 'setServer', 'getSearchIndex', 'reindex']),
]);

export const KEY_SCOPES: readonly string[] = EVERY.split(' ');

/** What strangers may do, which a key changes nothing about. */
export const OF_STRANGERS: ReadonlySet<string> = new Set([
  'register',
  'login',
  'askPasskey',
  'beginFactorAtLogin',
  'getServer',
]);

function rows(
  acts: Acts,
  scopes: string,
  requests: readonly string[],
): readonly (readonly [string, KeyRow])[] {
  return requests.map((request) => [request, { acts, scopes: scopes.split(' ') }]);
}
