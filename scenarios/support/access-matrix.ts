/**
 * Who may do what, written down by hand: for each request and each REST route what every role gets. Nothing here is
 * taken from the server, which only says which rows there must be.
 *
 * A request that names a conversation names a group: an outsider is not in it, a member has no rank there, a manager
 * is one of its admins, and the owner has made it. An administrator runs the server and has no rights in other
 * people's groups, but to say who is in charge there.
 *
 * @module
 */

export const ROLES = ['stranger', 'outsider', 'member', 'manager', 'owner', 'administrator'] as const;
/**
 * A member who is silenced, somebody who was a member and was removed, and an admin whom somebody outside of the group has
 * blocked: the one whom requests name that name somebody outside.
 */
export const SITUATIONS = ['silenced', 'removed', 'blocked'] as const;
export type RoleName = (typeof ROLES)[number] | (typeof SITUATIONS)[number];

/** Words of the tables. */
const CODES: Readonly<Record<string, string>> = {
  ok: 'OK',
  login: 'UNAUTHENTICATED',
  forbidden: 'FORBIDDEN',
  nonmember: 'NOT_A_MEMBER',
  notfound: 'NOT_FOUND',
  invalid: 'INVALID',
  muted: 'MUTED',
  blocked: 'BLOCKED',
  conflict: 'CONFLICT',
};

/** The code of the answer by role. */
export type Verdicts = Readonly<Partial<Record<RoleName, string>>>;
export type AccessMatrix = ReadonlyMap<string, Verdicts>;

/** Over frames. */
export const REQUESTS = readMatrix(`
                     stranger   outsider   member     manager    owner      administrator
  register           ok         ok         ok         ok         ok         ok
  login              ok         ok         ok         ok         ok         ok
  logout             login      ok         ok         ok         ok         ok

  send               login      nonmember  ok         ok         ok         nonmember
  pull               login      nonmember  ok         ok         ok         nonmember
  listHeads          login      ok         ok         ok         ok         ok
  moveCursors        login      ok         ok         ok         ok         ok
  typing             login      nonmember  ok         ok         ok         nonmember

  schedule           login      nonmember  ok         ok         ok         nonmember
  listScheduled      login      ok         ok         ok         ok         ok
  setVanishing       login      nonmember  forbidden  ok         ok         nonmember
  changeScheduled    login      notfound   notfound   notfound   notfound   notfound

  listConversations  login      ok         ok         ok         ok         ok
  getConversation    login      notfound   ok         ok         ok         notfound
  locate             login      nonmember  ok         ok         ok         nonmember
  search             login      nonmember  ok         ok         ok         nonmember
  findAnything       login      ok         ok         ok         ok         ok
  muteConversation   login      notfound   ok         ok         ok         notfound
  forgetConversation login      notfound   invalid    invalid    invalid    notfound
  openDirect         login      ok         ok         ok         ok         ok

  setMine            login      ok         ok         ok         ok         ok
  getMine            login      ok         ok         ok         ok         ok
  getPush            login      ok         ok         ok         ok         ok
  subscribePush      login      invalid    invalid    invalid    invalid    invalid
  unsubscribePush    login      ok         ok         ok         ok         ok
  takeWireSession    login      ok         ok         ok         ok         ok
  saveWireSession    login      conflict   conflict   conflict   conflict   conflict
  getStorage         login      ok         ok         ok         ok         ok
  addContact         login      ok         ok         ok         ok         ok
  removeContact      login      ok         ok         ok         ok         ok
  listContacts       login      ok         ok         ok         ok         ok

  createGroup        login      ok         ok         ok         ok         ok
  addMembers         login      nonmember  forbidden  ok         ok         nonmember
  removeMember       login      nonmember  forbidden  ok         ok         nonmember
  leave              login      nonmember  ok         ok         ok         nonmember
  rename             login      nonmember  forbidden  ok         ok         nonmember
  setGroup           login      nonmember  forbidden  ok         ok         nonmember
  listDirectory      login      ok         ok         ok         ok         ok
  joinGroup          login      notfound   notfound   notfound   notfound   notfound
  listJoins          login      nonmember  forbidden  ok         ok         nonmember
  settleJoin         login      nonmember  forbidden  notfound   notfound   nonmember
  listBans           login      nonmember  forbidden  ok         ok         nonmember
  unban              login      nonmember  forbidden  ok         ok         nonmember
  setNickname        login      nonmember  ok         ok         ok         nonmember
  forwardMessages    login      nonmember  invalid    invalid    invalid    nonmember
  setPreviews        login      nonmember  forbidden  ok         ok         nonmember
  setRole            login      nonmember  forbidden  forbidden  ok         ok
  muteMember         login      nonmember  forbidden  ok         ok         nonmember
  listMembers        login      nonmember  ok         ok         ok         nonmember
  listReceipts       login      nonmember  ok         ok         ok         nonmember
  listReaders        login      nonmember  ok         ok         ok         nonmember
  listEdits          login      nonmember  ok         ok         ok         nonmember
  listReactions      login      nonmember  ok         ok         ok         nonmember
  listPins           login      nonmember  ok         ok         ok         nonmember
  listThread         login      nonmember  ok         ok         ok         nonmember
  setThread          login      nonmember  notfound   notfound   notfound   nonmember
  listThreads        login      ok         ok         ok         ok         ok
  listVotes          login      nonmember  notfound   notfound   notfound   nonmember
  createInvite       login      nonmember  forbidden  ok         ok         nonmember
  listInvites        login      nonmember  forbidden  ok         ok         nonmember
  revokeInvite       login      notfound   forbidden  ok         ok         notfound
  joinByInvite       login      ok         ok         ok         ok         ok
  createIncoming     login      nonmember  forbidden  ok         ok         nonmember
  listIncoming       login      nonmember  forbidden  ok         ok         nonmember
  changeIncoming     login      nonmember  forbidden  notfound   notfound   nonmember
  rotateIncoming     login      nonmember  forbidden  notfound   notfound   nonmember
  removeIncoming     login      nonmember  forbidden  notfound   notfound   nonmember

  getUsers           login      ok         ok         ok         ok         ok
  findUsers          login      ok         ok         ok         ok         ok
  listOnline         login      ok         ok         ok         ok         ok
  watchPresence      login      ok         ok         ok         ok         ok
  updateProfile      login      ok         ok         ok         ok         ok
  changePassword     login      ok         ok         ok         ok         ok
  listSessions       login      ok         ok         ok         ok         ok
  revokeSession      login      notfound   notfound   notfound   notfound   notfound
  block              login      ok         ok         ok         ok         ok
  unblock            login      ok         ok         ok         ok         ok
  listBlocked        login      ok         ok         ok         ok         ok
  getPrivacy         login      ok         ok         ok         ok         ok
  setPrivacy         login      ok         ok         ok         ok         ok
  reportAbuse        login      nonmember  ok         ok         invalid    nonmember

  eraseAccount       login      forbidden  forbidden  forbidden  forbidden  forbidden

  createBot          login      ok         ok         ok         ok         ok
  listBots           login      ok         ok         ok         ok         ok
  setBot             login      notfound   notfound   notfound   notfound   notfound
  rotateBotToken     login      notfound   notfound   notfound   notfound   notfound
  removeBot          login      notfound   notfound   notfound   notfound   notfound
  setCommands        login      forbidden  forbidden  forbidden  forbidden  forbidden
  listCommands       login      nonmember  ok         ok         ok         nonmember
  interact           login      nonmember  notfound   notfound   notfound   nonmember
  takeInteraction    login      forbidden  forbidden  forbidden  forbidden  forbidden
  answerInteraction  login      forbidden  forbidden  forbidden  forbidden  forbidden
  streamText         login      forbidden  forbidden  forbidden  forbidden  forbidden

  listFactors        login      ok         ok         ok         ok         ok
  beginFactor        login      ok         ok         ok         ok         ok
  confirmFactor      login      notfound   notfound   notfound   notfound   notfound
  renameFactor       login      notfound   notfound   notfound   notfound   notfound
  removeFactor       login      notfound   notfound   notfound   notfound   notfound
  renewRecoveryCodes login      notfound   notfound   notfound   notfound   notfound
  askPasskey         notfound   notfound   notfound   notfound   notfound   notfound
  beginFactorAtLogin forbidden  forbidden  forbidden  forbidden  forbidden  forbidden
  resetFactors       login      forbidden  forbidden  forbidden  forbidden  ok

  disableUser        login      forbidden  forbidden  forbidden  forbidden  ok
  setAdministrator   login      forbidden  forbidden  forbidden  forbidden  ok
  resetPassword      login      forbidden  forbidden  forbidden  forbidden  ok
  eraseUser          login      forbidden  forbidden  forbidden  forbidden  notfound
  getServerInfo      login      forbidden  forbidden  forbidden  forbidden  ok
  getServer          ok         ok         ok         ok         ok         ok
  setServer          login      forbidden  forbidden  forbidden  forbidden  ok
  getSearchIndex     login      forbidden  forbidden  forbidden  forbidden  ok
  reindex            login      forbidden  forbidden  forbidden  forbidden  ok
  createKey          login      forbidden  forbidden  forbidden  forbidden  ok
  listKeys           login      forbidden  forbidden  forbidden  forbidden  ok
  rotateKey          login      forbidden  forbidden  forbidden  forbidden  notfound
  revokeKey          login      forbidden  forbidden  forbidden  forbidden  notfound
  importUsers        login      forbidden  forbidden  forbidden  forbidden  ok
  changeUsers        login      forbidden  forbidden  forbidden  forbidden  ok
  listNodes          login      forbidden  forbidden  forbidden  forbidden  ok
  listReports        login      forbidden  forbidden  forbidden  forbidden  ok
  settleReport       login      forbidden  forbidden  forbidden  forbidden  notfound
  listAudit          login      forbidden  forbidden  forbidden  forbidden  ok
  addWebhook         login      forbidden  forbidden  forbidden  forbidden  invalid
  listWebhooks       login      forbidden  forbidden  forbidden  forbidden  ok
  getWebhook         login      forbidden  forbidden  forbidden  forbidden  notfound
  changeWebhook      login      forbidden  forbidden  forbidden  forbidden  notfound
  removeWebhook      login      forbidden  forbidden  forbidden  forbidden  notfound
  rotateWebhookSecret login      forbidden  forbidden  forbidden  forbidden  notfound
  replayWebhook      login      forbidden  forbidden  forbidden  forbidden  notfound
  listDeliveries     login      forbidden  forbidden  forbidden  forbidden  notfound
  listDeadLetters    login      forbidden  forbidden  forbidden  forbidden  notfound
  importRecords      login      forbidden  forbidden  forbidden  forbidden  ok
  exportRecords      login      forbidden  forbidden  forbidden  forbidden  ok
`);

/** Over HTTP. */
export const ROUTES = readMatrix(`
                                                       stranger   outsider   member     manager    owner      administrator
  POST   /v1/register                                  ok         ok         ok         ok         ok         ok
  POST   /v1/login                                     ok         ok         ok         ok         ok         ok
  POST   /v1/logout                                    login      ok         ok         ok         ok         ok
  GET    /v1/me                                        login      ok         ok         ok         ok         ok
  PATCH  /v1/me                                        login      ok         ok         ok         ok         ok
  GET    /v1/me/privacy                                login      ok         ok         ok         ok         ok
  PATCH  /v1/me/privacy                                login      ok         ok         ok         ok         ok
  PUT    /v1/me/space                                  login      ok         ok         ok         ok         ok
  GET    /v1/me/push                                   login      ok         ok         ok         ok         ok
  PUT    /v1/me/push                                   login      invalid    invalid    invalid    invalid    invalid
  DELETE /v1/me/push                                   login      ok         ok         ok         ok         ok
  GET    /v1/me/storage                                login      ok         ok         ok         ok         ok
  GET    /v1/me/space                                  login      ok         ok         ok         ok         ok
  POST   /v1/me/password                               login      ok         ok         ok         ok         ok
  PUT    /v1/me/erased                                 login      forbidden  forbidden  forbidden  forbidden  forbidden
  GET    /v1/me/factors                                login      ok         ok         ok         ok         ok
  POST   /v1/me/factors/begin                          login      ok         ok         ok         ok         ok
  POST   /v1/me/factors                                login      notfound   notfound   notfound   notfound   notfound
  PATCH  /v1/me/factors/:factor                        login      notfound   notfound   notfound   notfound   notfound
  POST   /v1/me/factors/:factor/remove                 login      notfound   notfound   notfound   notfound   notfound
  POST   /v1/me/factors/recovery-codes                 login      notfound   notfound   notfound   notfound   notfound
  POST   /v1/login/passkey                             notfound   notfound   notfound   notfound   notfound   notfound
  POST   /v1/login/factor                              forbidden  forbidden  forbidden  forbidden  forbidden  forbidden
  DELETE /v1/admin/users/:user/factors                 login      forbidden  forbidden  forbidden  forbidden  ok
  GET    /v1/sessions                                  login      ok         ok         ok         ok         ok
  DELETE /v1/sessions/:session                         login      notfound   notfound   notfound   notfound   notfound

  POST   /v1/messages                                  login      ok         ok         ok         ok         ok
  POST   /v1/conversations/:conversation/messages      login      nonmember  ok         ok         ok         nonmember
  PATCH  /v1/conversations/:conversation/messages/:seq login      nonmember  invalid    invalid    invalid    nonmember
  DELETE /v1/conversations/:conversation/messages/:seq login      nonmember  invalid    invalid    invalid    nonmember
  GET    /v1/conversations/:conversation/messages/:seq/edits      login nonmember ok    ok         ok         nonmember
  GET    /v1/conversations/:conversation/messages/:seq/readers  login nonmember ok      ok         ok         nonmember
  GET    /v1/conversations/:conversation/messages/:seq/reactions  login nonmember ok    ok         ok         nonmember
  POST   /v1/conversations/:conversation/messages/:seq/reactions  login nonmember invalid invalid  invalid    nonmember
  PUT    /v1/conversations/:conversation/messages/:seq/pin        login nonmember invalid invalid  invalid    nonmember
  DELETE /v1/conversations/:conversation/messages/:seq/pin        login nonmember invalid invalid  invalid    nonmember
  GET    /v1/conversations/:conversation/messages/:seq/thread     login nonmember ok    ok         ok         nonmember
  PUT    /v1/conversations/:conversation/messages/:seq/thread     login nonmember notfound notfound notfound  nonmember
  PUT    /v1/conversations/:conversation/messages/:seq/vote       login nonmember invalid invalid  invalid    nonmember
  POST   /v1/conversations/:conversation/messages/:seq/close      login nonmember invalid invalid  invalid    nonmember
  GET    /v1/conversations/:conversation/messages/:seq/votes      login nonmember notfound notfound notfound  nonmember
  GET    /v1/threads                                   login      ok         ok         ok         ok         ok
  GET    /v1/conversations/:conversation/pins                     login nonmember ok    ok         ok         nonmember
  GET    /v1/conversations/:conversation/messages      login      nonmember  ok         ok         ok         nonmember
  POST   /v1/pull                                      login      nonmember  ok         ok         ok         nonmember
  GET    /v1/heads                                     login      ok         ok         ok         ok         ok
  POST   /v1/cursors                                   login      ok         ok         ok         ok         ok
  PUT    /v1/conversations/:conversation/cursor        login      ok         ok         ok         ok         ok
  GET    /v1/conversations/:conversation/receipts      login      nonmember  ok         ok         ok         nonmember
  POST   /v1/conversations/:conversation/typing        login      nonmember  ok         ok         ok         nonmember

  POST   /v1/scheduled                                 login      ok         ok         ok         ok         ok
  POST   /v1/conversations/:conversation/scheduled     login      nonmember  ok         ok         ok         nonmember
  PUT    /v1/conversations/:conversation/vanishing     login      nonmember  forbidden  ok         ok         nonmember
  GET    /v1/scheduled                                 login      ok         ok         ok         ok         ok
  PATCH  /v1/scheduled/:scheduled                      login      notfound   notfound   notfound   notfound   notfound
  DELETE /v1/scheduled/:scheduled                      login      notfound   notfound   notfound   notfound   notfound

  GET    /v1/conversations                             login      ok         ok         ok         ok         ok
  GET    /v1/conversations/:conversation/locate        login      nonmember  ok         ok         ok         nonmember
  GET    /v1/conversations/:conversation               login      notfound   ok         ok         ok         notfound
  PUT    /v1/conversations/:conversation/muted         login      notfound   ok         ok         ok         notfound
  POST   /v1/conversations/:conversation/forwards      login      nonmember  invalid    invalid    invalid    nonmember
  PUT    /v1/conversations/:conversation/previews      login      nonmember  forbidden  ok         ok         nonmember
  DELETE /v1/conversations/:conversation               login      notfound   invalid    invalid    invalid    notfound
  POST   /v1/directs                                   login      ok         ok         ok         ok         ok

  POST   /v1/groups                                    login      ok         ok         ok         ok         ok
  PATCH  /v1/groups/:conversation                      login      nonmember  forbidden  ok         ok         nonmember
  PATCH  /v1/groups/:conversation/settings             login      nonmember  forbidden  ok         ok         nonmember
  POST   /v1/groups/:conversation/leave                login      nonmember  ok         ok         ok         nonmember
  GET    /v1/groups/:conversation/members              login      nonmember  ok         ok         ok         nonmember
  POST   /v1/groups/:conversation/members              login      nonmember  forbidden  ok         ok         nonmember
  DELETE /v1/groups/:conversation/members/:user        login      nonmember  forbidden  ok         ok         nonmember
  PUT    /v1/groups/:conversation/members/:user/role   login      nonmember  forbidden  forbidden  ok         ok
  PUT    /v1/groups/:conversation/members/:user/muted  login      nonmember  forbidden  ok         ok         nonmember
  PUT    /v1/groups/:conversation/nickname             login      nonmember  ok         ok         ok         nonmember
  GET    /v1/groups/:conversation/bans                 login      nonmember  forbidden  ok         ok         nonmember
  PUT    /v1/groups/:conversation/bans/:user           login      nonmember  forbidden  ok         ok         nonmember
  DELETE /v1/groups/:conversation/bans/:user           login      nonmember  forbidden  ok         ok         nonmember
  GET    /v1/directory                                 login      ok         ok         ok         ok         ok
  POST   /v1/groups/:conversation/join                 login      notfound   notfound   notfound   notfound   notfound
  GET    /v1/groups/:conversation/joins                login      nonmember  forbidden  ok         ok         nonmember
  PUT    /v1/groups/:conversation/joins/:user          login      nonmember  forbidden  notfound   notfound   nonmember
  GET    /v1/groups/:conversation/invites              login      nonmember  forbidden  ok         ok         nonmember
  POST   /v1/groups/:conversation/invites              login      nonmember  forbidden  ok         ok         nonmember
  DELETE /v1/invites/:invite                           login      notfound   forbidden  ok         ok         notfound
  POST   /v1/invites/join                              login      ok         ok         ok         ok         ok
  GET    /v1/groups/:conversation/incoming             login      nonmember  forbidden  ok         ok         nonmember
  POST   /v1/groups/:conversation/incoming             login      nonmember  forbidden  ok         ok         nonmember
  PATCH  /v1/groups/:conversation/incoming/:incoming   login      nonmember  forbidden  notfound   notfound   nonmember
  POST   /v1/groups/:conversation/incoming/:incoming/rotate login      nonmember  forbidden  notfound   notfound   nonmember
  DELETE /v1/groups/:conversation/incoming/:incoming   login      nonmember  forbidden  notfound   notfound   nonmember

  GET    /v1/users                                     login      ok         ok         ok         ok         ok
  GET    /v1/users/lookup                              login      ok         ok         ok         ok         ok
  GET    /v1/search                                    login      nonmember  ok         ok         ok         nonmember
  GET    /v1/find                                      login      ok         ok         ok         ok         ok
  GET    /v1/users/:user                               login      ok         ok         ok         ok         ok
  GET    /v1/online                                    login      ok         ok         ok         ok         ok
  GET    /v1/presence                                  login      ok         ok         ok         ok         ok
  GET    /v1/contacts                                  login      ok         ok         ok         ok         ok
  PUT    /v1/contacts/:user                            login      ok         ok         ok         ok         ok
  DELETE /v1/contacts/:user                            login      ok         ok         ok         ok         ok
  GET    /v1/blocks                                    login      ok         ok         ok         ok         ok
  PUT    /v1/blocks/:user                              login      ok         ok         ok         ok         ok
  DELETE /v1/blocks/:user                              login      ok         ok         ok         ok         ok

  POST   /v1/bots                                      login      ok         ok         ok         ok         ok
  GET    /v1/bots                                      login      ok         ok         ok         ok         ok
  PATCH  /v1/bots/:user                                login      notfound   notfound   notfound   notfound   notfound
  POST   /v1/bots/:user/token                          login      notfound   notfound   notfound   notfound   notfound
  DELETE /v1/bots/:user                                login      notfound   notfound   notfound   notfound   notfound
  PUT    /v1/me/commands                               login      forbidden  forbidden  forbidden  forbidden  forbidden
  GET    /v1/conversations/:conversation/commands      login      nonmember  ok         ok         ok         nonmember
  POST   /v1/conversations/:conversation/interactions  login      nonmember  notfound   notfound   notfound   nonmember
  POST   /v1/interactions/:id/take                     login      forbidden  forbidden  forbidden  forbidden  forbidden
  POST   /v1/interactions/:id/answer                   login      forbidden  forbidden  forbidden  forbidden  forbidden
  POST   /v1/conversations/:conversation/streams       login      forbidden  forbidden  forbidden  forbidden  forbidden

  POST   /v1/reports                                   login      nonmember  ok         ok         invalid    nonmember
  PUT    /v1/admin/users/:user/erased                  login      forbidden  forbidden  forbidden  forbidden  notfound
  GET    /v1/admin/reports                             login      forbidden  forbidden  forbidden  forbidden  ok
  PUT    /v1/admin/reports/:report/settled             login      forbidden  forbidden  forbidden  forbidden  notfound
  GET    /v1/admin/audit                               login      forbidden  forbidden  forbidden  forbidden  ok
  GET    /v1/admin/webhooks                            login      forbidden  forbidden  forbidden  forbidden  ok
  POST   /v1/admin/webhooks                            login      forbidden  forbidden  forbidden  forbidden  invalid
  GET    /v1/admin/webhooks/:webhook                   login      forbidden  forbidden  forbidden  forbidden  notfound
  PATCH  /v1/admin/webhooks/:webhook                   login      forbidden  forbidden  forbidden  forbidden  notfound
  DELETE /v1/admin/webhooks/:webhook                   login      forbidden  forbidden  forbidden  forbidden  notfound
  POST   /v1/admin/webhooks/:webhook/secret            login      forbidden  forbidden  forbidden  forbidden  notfound
  POST   /v1/admin/webhooks/:webhook/replay            login      forbidden  forbidden  forbidden  forbidden  notfound
  GET    /v1/admin/webhooks/:webhook/deliveries        login      forbidden  forbidden  forbidden  forbidden  notfound
  GET    /v1/admin/webhooks/:webhook/dead-letters      login      forbidden  forbidden  forbidden  forbidden  notfound
  POST   /v1/admin/keys                                login      forbidden  forbidden  forbidden  forbidden  ok
  GET    /v1/admin/keys                                login      forbidden  forbidden  forbidden  forbidden  ok
  GET    /v1/admin/keys/:key                           login      forbidden  forbidden  forbidden  forbidden  notfound
  POST   /v1/admin/keys/:key/rotate                    login      forbidden  forbidden  forbidden  forbidden  notfound
  DELETE /v1/admin/keys/:key                           login      forbidden  forbidden  forbidden  forbidden  notfound
  POST   /v1/admin/users/import                        login      forbidden  forbidden  forbidden  forbidden  ok
  POST   /v1/admin/import                              login      forbidden  forbidden  forbidden  forbidden  ok
  GET    /v1/admin/export                              login      forbidden  forbidden  forbidden  forbidden  ok
  PATCH  /v1/admin/users                               login      forbidden  forbidden  forbidden  forbidden  ok
  PATCH  /v1/admin/users/:user                         login      forbidden  forbidden  forbidden  forbidden  ok
  GET    /v1/admin/nodes                               login      forbidden  forbidden  forbidden  forbidden  ok
  GET    /v1/server                                    ok         ok         ok         ok         ok         ok
  PUT    /v1/server                                    login      forbidden  forbidden  forbidden  forbidden  ok
  GET    /v1/admin/info                                login      forbidden  forbidden  forbidden  forbidden  ok
  GET    /v1/admin/search                              login      forbidden  forbidden  forbidden  forbidden  ok
  POST   /v1/admin/search/reindex                      login      forbidden  forbidden  forbidden  forbidden  ok
  PUT    /v1/admin/users/:user/disabled                login      forbidden  forbidden  forbidden  forbidden  ok
  PUT    /v1/admin/users/:user/administrator           login      forbidden  forbidden  forbidden  forbidden  ok
  PUT    /v1/admin/users/:user/password                login      forbidden  forbidden  forbidden  forbidden  ok
`);

/**
 * Reads a table: a line with the roles, then a line each with a name and a word per role. Throws for a line that is
 * not so.
 */
export function readMatrix(table: string, roles: readonly RoleName[] = ROLES): AccessMatrix {
  const [header = '', ...lines] = table.split('\n').filter((line) => line.trim() !== '');
  if (header.trim().split(/\s+/).join() !== roles.join()) {
    throw new Error(`The columns of an access matrix are ${roles.join(', ')}, not "${header.trim()}".`);
  }
  const rows = new Map<string, Verdicts>();
  for (const line of lines) {
    const parts = line.trim().split(/\s+/);
    const name = parts.slice(0, -roles.length).join(' ');
    const codes = parts.slice(-roles.length).map((word) => CODES[word]);
    if (name === '' || codes.includes(undefined)) {
      throw new Error(
        `"${line.trim()}" is not a name and ${roles.length} of ${Object.keys(CODES).join(', ')}.`,
      );
    }
    if (rows.has(name)) throw new Error(`${name} stands in the access matrix twice.`);
    rows.set(name, Object.fromEntries(roles.map((role, index) => [role, codes[index]])));
  }
  return rows;
}

/** What is to be corrected when the server offers other things than the matrix has rows for: a sentence each. */
export function differences(matrix: AccessMatrix, offered: readonly string[]): readonly string[] {
  const columns = ROLES.join(', ');
  return [
    ...offered
      .filter((name) => !matrix.has(name))
      .map((name) => `Add a row for "${name}" to the access matrix: what ${columns} get.`),
    ...[...matrix.keys()]
      .filter((name) => !offered.includes(name))
      .map((name) => `Take "${name}" out of the access matrix: the server does not offer it.`),
  ];
}
