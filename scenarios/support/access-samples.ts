/**
 * A sample of each request, for the access matrix: right in itself, so that only the caller decides what it gets.
 *
 * @module
 */
import type { Calls, RequestCase } from '@posthorn/protocol';
import { fresh } from './access-world.ts';
import type { World } from './access-world.ts';

/** The gateway answers these itself, whoever asks. */
export const GATEWAY_REQUESTS = ['hello', 'ping', 'attach'] as const;
export type SampledCase = Exclude<RequestCase, (typeof GATEWAY_REQUESTS)[number]>;

/** A request without a sample does not compile. */
export const SAMPLES: { readonly [K in SampledCase]: (world: World) => Calls[K]['init'] } = {
  register: () => ({ name: `new${fresh()}`, password: 'pw' }),
  login: () => ({ name: 'member', password: 'pw', device: { id: fresh(), class: 'bot' } }),
  logout: () => ({}),
  send: ({ group }) => ({
    target: { case: 'conversation', value: group },
    clientId: fresh(),
    content: { text: 'hi' },
  }),
  pull: ({ group }) => ({ ranges: [{ conversation: group, limit: 10 }] }),
  listHeads: () => ({}),
  schedule: ({ group }) => ({
    target: { case: 'conversation', value: group },
    clientId: fresh(),
    content: { text: 'hi' },
    at: inAnHour(),
  }),
  listScheduled: () => ({}),
  setVanishing: ({ group }) => ({ conversation: group, afterMs: 60_000, clientId: fresh() }),
  changeScheduled: () => ({ scheduled: 999_999, cancel: true }),
  moveCursors: ({ group }) => ({ cursors: [{ conversation: group, read: 1 }] }),
  typing: ({ group }) => ({ conversation: group, active: true }),
  listConversations: () => ({}),
  getConversation: ({ group }) => ({ conversation: group }),
  locate: ({ group }) => ({ conversation: group, landmark: 'unread' }),
  search: ({ group }) => ({ q: 'words', conversation: group }),
  findAnything: () => ({ text: 'ann' }),
  setMine: () => ({ entries: [{ key: 'pin/1', value: '1' }], clientId: fresh() }),
  getMine: () => ({}),
  getPush: () => ({}),
  // Of no push service that is called: otherwise this would call one.
  subscribePush: () => ({ endpoint: 'https://push.example.com/1', p256dh: 'BA', auth: 'AA' }),
  unsubscribePush: () => ({}),
  getStorage: () => ({}),
  addContact: ({ other }) => ({ user: other }),
  removeContact: ({ other }) => ({ user: other }),
  listContacts: () => ({}),
  openDirect: ({ other }) => ({ user: other }),
  createGroup: ({ other }) => ({ title: 'New', members: [other], clientId: fresh() }),
  addMembers: ({ group, other }) => ({ conversation: group, users: [other], clientId: fresh() }),
  removeMember: ({ group, pawn }) => ({ conversation: group, user: pawn, clientId: fresh() }),
  leave: ({ group }) => ({ conversation: group, clientId: fresh() }),
  rename: ({ group }) => ({ conversation: group, title: 'Renamed', clientId: fresh() }),
  setGroup: ({ group }) => ({ conversation: group, settings: { topic: 'Verona' }, clientId: fresh() }),
  listDirectory: () => ({}),
  joinGroup: () => ({ conversation: 999_999_999 }),
  listJoins: ({ group }) => ({ conversation: group }),
  settleJoin: ({ group }) => ({ conversation: group, user: 999_999_999, accept: true, clientId: fresh() }),
  listBans: ({ group }) => ({ conversation: group }),
  unban: ({ group, other }) => ({ conversation: group, user: other }),
  setNickname: ({ group }) => ({ conversation: group, nickname: 'Nick' }),
  // The first message is an event, which nobody can forward.
  forwardMessages: ({ group, other }) => ({
    conversation: group,
    seqs: [1],
    target: { case: 'to', value: other },
    clientId: fresh(),
  }),
  setPreviews: ({ group }) => ({ conversation: group, off: true, clientId: fresh() }),
  setRole: ({ group, pawn }) => ({ conversation: group, user: pawn, role: 'admin', clientId: fresh() }),
  muteMember: ({ group, pawn }) => ({ conversation: group, user: pawn, muted: true, clientId: fresh() }),
  listMembers: ({ group }) => ({ conversation: group }),
  listReceipts: ({ group }) => ({ conversation: group }),
  listReaders: ({ group }) => ({ conversation: group, seq: 1 }),
  listEdits: ({ group }) => ({ conversation: group, seq: 1 }),
  listReactions: ({ group }) => ({ conversation: group, seq: 1 }),
  listPins: ({ group }) => ({ conversation: group }),
  listThread: ({ group }) => ({ conversation: group, seq: 1 }),
  setThread: ({ group }) => ({ conversation: group, seq: 1, read: 1 }),
  listThreads: () => ({}),
  listVotes: ({ group }) => ({ conversation: group, seq: 1 }),
  createInvite: ({ group }) => ({ conversation: group }),
  listInvites: ({ group }) => ({ conversation: group }),
  revokeInvite: ({ invite }) => ({ invite: invite.id }),
  joinByInvite: ({ invite }) => ({ token: invite.token, clientId: fresh() }),
  forgetConversation: ({ group }) => ({ conversation: group }),
  muteConversation: ({ group }) => ({ conversation: group, muted: true }),
  getUsers: ({ pawn }) => ({ ids: [pawn] }),
  findUsers: () => ({ prefix: 'm' }),
  listOnline: () => ({}),
  watchPresence: ({ pawn }) => ({ users: [pawn] }),
  updateProfile: () => ({ statusText: 'here' }),
  changePassword: () => ({ oldPassword: 'pw', newPassword: 'pw' }),
  listSessions: () => ({}),
  revokeSession: () => ({ session: 999_999 }),
  block: ({ other }) => ({ user: other }),
  unblock: ({ other }) => ({ user: other }),
  listBlocked: () => ({}),
  getPrivacy: () => ({}),
  reportAbuse: ({ group }) => ({ conversation: group, seq: 1, reason: 'spam' }),
  // Without events: otherwise this would look up the receiver.
  addWebhook: () => ({ url: 'https://example.com/', events: [] }),
  listWebhooks: () => ({}),
  getWebhook: () => ({ webhook: 999_999 }),
  changeWebhook: () => ({ webhook: 999_999, paused: true }),
  removeWebhook: () => ({ webhook: 999_999 }),
  rotateWebhookSecret: () => ({ webhook: 999_999 }),
  replayWebhook: () => ({ webhook: 999_999, from: 1 }),
  listDeliveries: () => ({ webhook: 999_999 }),
  listDeadLetters: () => ({ webhook: 999_999 }),
  listReports: () => ({}),
  listAudit: () => ({}),
  settleReport: () => ({ report: 999_999, resolution: 'none' }),
  setPrivacy: () => ({ add: 'everyone' }),
  setAdministrator: ({ other }) => ({ user: other, administrator: false }),
  disableUser: ({ other }) => ({ user: other, disabled: false }),
  eraseAccount: () => ({ password: 'pw' }),
  eraseUser: () => ({ user: 999_999_999 }),
  resetPassword: ({ other }) => ({ user: other, newPassword: 'pw' }),
  getServerInfo: () => ({}),
  getServer: () => ({}),
  setServer: () => ({ name: 'Verona' }),
  listNodes: () => ({}),
  getSearchIndex: () => ({}),
  reindex: () => ({}),
};

function inAnHour(): number {
  return Date.now() + 3_600_000;
}

/** JSON inputs of routes that differ from their request. */
export const ROUTE_INPUTS: Readonly<Record<string, (world: World) => Readonly<Record<string, unknown>>>> = {
  'POST /v1/messages': ({ other }) => ({ to: other, text: 'hi' }),
  'POST /v1/conversations/:conversation/messages': ({ group }) => ({ conversation: group, text: 'hi' }),
  'POST /v1/scheduled': ({ other }) => ({ to: other, at: inAnHour(), text: 'hi' }),
  'POST /v1/conversations/:conversation/scheduled': ({ group }) => ({
    conversation: group,
    at: inAnHour(),
    text: 'hi',
  }),
  'POST /v1/conversations/:conversation/forwards': ({ group, other }) => ({
    conversation: group,
    seqs: [1],
    to: other,
  }),
  'PATCH /v1/scheduled/:scheduled': () => ({ scheduled: 999_999, at: inAnHour() }),
  // The first message is an event, which nobody can change.
  'PATCH /v1/conversations/:conversation/messages/:seq': ({ group }) => ({
    conversation: group,
    seq: 1,
    text: 'hi',
  }),
  'DELETE /v1/conversations/:conversation/messages/:seq': ({ group }) => ({ conversation: group, seq: 1 }),
  'POST /v1/conversations/:conversation/messages/:seq/reactions': ({ group }) => ({
    conversation: group,
    seq: 1,
    emoji: '👍',
  }),
  'PUT /v1/conversations/:conversation/messages/:seq/pin': ({ group }) => ({ conversation: group, seq: 1 }),
  'DELETE /v1/conversations/:conversation/messages/:seq/pin': ({ group }) => ({
    conversation: group,
    seq: 1,
  }),
  'PUT /v1/conversations/:conversation/messages/:seq/vote': ({ group }) => ({
    conversation: group,
    seq: 1,
    choices: [0],
  }),
  'POST /v1/conversations/:conversation/messages/:seq/close': ({ group }) => ({
    conversation: group,
    seq: 1,
  }),
  'PUT /v1/conversations/:conversation/messages/:seq/thread': ({ group }) => ({
    conversation: group,
    seq: 1,
    read: 1,
  }),
  'GET /v1/conversations/:conversation/messages': ({ group }) => ({ conversation: group }),
  'PUT /v1/conversations/:conversation/cursor': ({ group }) => ({ conversation: group, read: 1 }),
  'POST /v1/directs': ({ other }) => ({ to: other }),
  'PATCH /v1/groups/:conversation/settings': ({ group }) => ({ conversation: group, topic: 'Verona' }),
  'GET /v1/users/:user': ({ pawn }) => ({ user: pawn }),
  'GET /v1/users/lookup': ({ pawn }) => ({ ids: pawn }),
  'GET /v1/presence': ({ pawn }) => ({ users: pawn }),
};
