/**
 * Who may do what after something has happened to them, written down by hand as in access-matrix.ts.
 *
 * @module
 */
import { readMatrix, SITUATIONS } from './access-matrix.ts';

/** Over frames. {@link SITUATIONS} says what has happened. */
export const AFTERWARDS = readMatrix(
  `
                     silenced   removed    blocked
  register           ok         ok         ok
  login              ok         ok         ok
  logout             ok         ok         ok

  send               muted      nonmember  ok
  pull               ok         ok         ok
  listHeads          ok         ok         ok
  moveCursors        ok         ok         ok
  typing             muted      nonmember  ok

  schedule           muted      nonmember  ok
  listScheduled      ok         ok         ok
  setVanishing       muted      nonmember  ok
  changeScheduled    notfound   notfound   notfound

  listConversations  ok         ok         ok
  getConversation    ok         ok         ok
  locate             ok         ok         ok
  search             ok         ok         ok
  findAnything       ok         ok         ok
  muteConversation   ok         ok         ok
  forgetConversation invalid    ok         invalid
  openDirect         ok         ok         blocked

  setMine            ok         ok         ok
  getMine            ok         ok         ok
  getPush            ok         ok         ok
  subscribePush      invalid    invalid    invalid
  unsubscribePush    ok         ok         ok
  takeWireSession    ok         ok         ok
  saveWireSession    conflict   conflict   conflict
  getStorage         ok         ok         ok
  addContact         ok         ok         blocked
  removeContact      ok         ok         ok
  listContacts       ok         ok         ok

  createGroup        ok         ok         blocked
  addMembers         forbidden  nonmember  blocked
  removeMember       forbidden  nonmember  ok
  leave              ok         nonmember  ok
  rename             forbidden  nonmember  ok
  setGroup           forbidden  nonmember  ok
  listDirectory      ok         ok         ok
  joinGroup          notfound   notfound   notfound
  listJoins          forbidden  nonmember  ok
  settleJoin         forbidden  nonmember  notfound
  listBans           forbidden  nonmember  ok
  unban              forbidden  nonmember  ok
  setNickname        muted      nonmember  ok
  forwardMessages    invalid    invalid    invalid
  setPreviews        muted      nonmember  ok
  setRole            forbidden  nonmember  forbidden
  muteMember         forbidden  nonmember  ok
  listMembers        ok         nonmember  ok
  listReceipts       ok         nonmember  ok
  listReaders        ok         nonmember  ok
  listEdits          ok         ok         ok
  listReactions      ok         ok         ok
  listPins           ok         ok         ok
  listThread         ok         ok         ok
  setThread          notfound   notfound   notfound
  listThreads        ok         ok         ok
  listVotes          notfound   notfound   notfound
  createInvite       forbidden  nonmember  ok
  listInvites        forbidden  nonmember  ok
  revokeInvite       forbidden  notfound   ok
  joinByInvite       ok         ok         ok
  createIncoming     forbidden  nonmember  ok
  listIncoming       forbidden  nonmember  ok
  changeIncoming     forbidden  nonmember  notfound
  rotateIncoming     forbidden  nonmember  notfound
  removeIncoming     forbidden  nonmember  notfound

  getUsers           ok         ok         ok
  findUsers          ok         ok         ok
  listOnline         ok         ok         ok
  watchPresence      ok         ok         ok
  updateProfile      ok         ok         ok
  changePassword     ok         ok         ok
  listSessions       ok         ok         ok
  revokeSession      notfound   notfound   notfound
  block              ok         ok         ok
  unblock            ok         ok         ok
  listBlocked        ok         ok         ok
  getPrivacy         ok         ok         ok
  setPrivacy         ok         ok         ok
  reportAbuse        ok         ok         ok

  eraseAccount       forbidden  forbidden  forbidden

  createBot          ok         ok         ok
  listBots           ok         ok         ok
  setBot             notfound   notfound   notfound
  rotateBotToken     notfound   notfound   notfound
  removeBot          notfound   notfound   notfound
  setCommands        forbidden  forbidden  forbidden
  listCommands       ok         nonmember  ok
  interact           notfound   nonmember  notfound
  takeInteraction    forbidden  forbidden  forbidden
  answerInteraction  forbidden  forbidden  forbidden
  streamText         forbidden  forbidden  forbidden

  listFactors        ok         ok         ok
  beginFactor        ok         ok         ok
  confirmFactor      notfound   notfound   notfound
  renameFactor       notfound   notfound   notfound
  removeFactor       notfound   notfound   notfound
  renewRecoveryCodes notfound   notfound   notfound
  askPasskey         notfound   notfound   notfound
  beginFactorAtLogin forbidden  forbidden  forbidden
  resetFactors       forbidden  forbidden  forbidden

  disableUser        forbidden  forbidden  forbidden
  setAdministrator   forbidden  forbidden  forbidden
  resetPassword      forbidden  forbidden  forbidden
  eraseUser          forbidden  forbidden  forbidden
  getServerInfo      forbidden  forbidden  forbidden
  getServer          ok         ok         ok
  setServer          forbidden  forbidden  forbidden
  getSearchIndex     forbidden  forbidden  forbidden
  createKey          forbidden  forbidden  forbidden
  listKeys           forbidden  forbidden  forbidden
  rotateKey          forbidden  forbidden  forbidden
  revokeKey          forbidden  forbidden  forbidden
  importUsers        forbidden  forbidden  forbidden
  changeUsers        forbidden  forbidden  forbidden
  reindex            forbidden  forbidden  forbidden
  listNodes          forbidden  forbidden  forbidden
  listReports        forbidden  forbidden  forbidden
  settleReport       forbidden  forbidden  forbidden
  listAudit          forbidden  forbidden  forbidden
  addWebhook         forbidden  forbidden  forbidden
  listWebhooks       forbidden  forbidden  forbidden
  getWebhook         forbidden  forbidden  forbidden
  changeWebhook      forbidden  forbidden  forbidden
  removeWebhook      forbidden  forbidden  forbidden
  rotateWebhookSecret forbidden  forbidden  forbidden
  replayWebhook      forbidden  forbidden  forbidden
  listDeliveries     forbidden  forbidden  forbidden
  listDeadLetters    forbidden  forbidden  forbidden
  importRecords      forbidden  forbidden  forbidden
  exportRecords      forbidden  forbidden  forbidden
`,
  SITUATIONS,
);
