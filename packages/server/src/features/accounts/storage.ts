/**
 * Tables and queries of accounts.
 *
 * @module
 */
import {
  bytes,
  emptyText,
  id,
  int,
  keyBytes,
  keyText,
  off,
  flag,
  optionalText,
  table,
  text,
  unique,
  zero,
} from '../../store/table.ts';
import type { Storage } from '../../store/storage.ts';
import { beginErasure, endErasure, unfinishedErasures } from './erasure-queries.ts';
import { botOf, botsBy, botsIn, createBot, forgetBot, renewToken, setCommands } from './bot-queries.ts';
import { isBootstrap, keepBootstrap } from './bootstrap-queries.ts';
import {
  createUserFor,
  forgetIdentities,
  identitiesOf,
  linkIdentity,
  nameHolder,
  peopleOfWay,
  setIdentityEmail,
  userOfIdentity,
  usersByIdentityEmail,
} from './identity-queries.ts';
import {
  createSession,
  endSessionsAtEnd,
  endSessionsBegunBefore,
  forgetFences,
  keySessions,
  nextFence,
  revokeSessions,
  revokeSessionsOfWay,
  sessionByToken,
  sessionsOf,
  touchSession,
  usersOfSid,
} from './session-queries.ts';
import { externalIdOf, forgetExternalId, importUser, userByExternalId } from './import-queries.ts';
import { serverLogo, serverSettings, setServerSettings, setUp } from './server-settings-queries.ts';
import { forgetUsed, useOnce } from './used-token-queries.ts';
import {
  changeStanding,
  createUser,
  credentials,
  findUsers,
  noteSeen,
  setLooks,
  updateProfile,
  updateUser,
  usersByIds,
  usersByNameKeys,
  usersWithoutLook,
} from './user-queries.ts';

/**
 * look: what names have in common that look alike (looks.ts); empty: not known yet. erased: only name_key and look still say
 * who it was, so that nobody else gets the name.
 */
const USERS = table({
  name: 'users',
  columns: {
    id,
    name: text,
    name_key: unique(keyText(700)),
    display_name: text,
    avatar_url: emptyText,
    status_text: emptyText,
    status_emoji: emptyText,
    status_until: zero,
    busy_until: zero,
    admin: flag,
    disabled: off,
    created_at: int,
    last_seen: zero,
    inbox: zero,
    password_hash: optionalText,
    look: { ...keyText(43), default: '' },
    erased: off,
    bot: off,
  },
  indexes: [{ name: 'users_look', columns: ['look', 'id'] }],
  countedAs: 'users',
});

/**
 * ends_at: when it ends however much it is used; 0: no such time of its own. way, sid: how its user has logged in; see
 * SessionSource. sid_key: sidKey() of them; empty: there is no sid; null: by a program that did not know the column.
 */
const SESSIONS = table({
  name: 'sessions',
  columns: {
    id,
    user: int,
    device_id: keyText(191),
    device_class: keyText(16),
    label: text,
    created_at: int,
    last_used_at: int,
    expires_at: int,
    token_hash: unique(keyBytes(64)),
    ends_at: zero,
    way: emptyText,
    sid: emptyText,
    sid_key: { ...keyText(43), isNullable: true },
  },
  unique: [['user', 'device_id']],
  indexes: [
    { name: 'sessions_end', columns: ['ends_at', 'id'] },
    { name: 'sessions_sid', columns: ['sid_key', 'id'] },
  ],
});

/** Who somebody is elsewhere. identity: identityKey() of issuer and subject. email: see NewIdentity. */
const IDENTITIES = table({
  name: 'identities',
  columns: {
    id,
    identity: unique(keyText(43)),
    issuer: text,
    subject: text,
    user: int,
    email: { ...keyText(320), default: '' },
    created_at: int,
  },
  indexes: [
    { name: 'identities_user', columns: ['user', 'id'] },
    { name: 'identities_email', columns: ['email', 'id'] },
  ],
});

/** owner: 0 for the server's. commands: encoded Commands. */
const BOTS = table({
  name: 'bots',
  columns: { user: int, owner: zero, token_at: int, commands: bytes },
  primaryKey: ['user'],
  indexes: [{ name: 'bots_owner', columns: ['owner', 'user'] }],
  countedAs: 'bots',
});

/**
 * Tokens of others that were used and must not be used again. token: a hash of its id. ends_at: Unix ms; from then on it
 * counts no more in any case.
 */
const USED_TOKENS = table({
  name: 'used_tokens',
  columns: { token: keyText(43), ends_at: int },
  primaryKey: ['token'],
  indexes: [{ name: 'used_tokens_end', columns: ['ends_at', 'token'] }],
});

/** The latest fencing number of each login slot. */
const FENCES = table({ name: 'fences', columns: { slot: keyText(191), fence: int }, primaryKey: ['slot'] });

/**
 * Accounts that were erased, or are being erased. requested_by: the user themselves, or an administrator. words: whether
 * those of direct messages go too.
 */
const ERASURES = table({
  name: 'erasures',
  columns: { user: int, requested_by: int, requested_at: int, words: flag, done_at: zero },
  primaryKey: ['user'],
  indexes: [{ name: 'erasures_done', columns: ['done_at', 'user'] }],
});

/** Users who are called otherwise since somebody has looked; see features/search/names.ts. */
const RENAMED = table({ name: 'renamed', columns: { id, user: int } });

/** What another system calls a user. */
const EXTERNAL_IDS = table({
  name: 'external_ids',
  columns: { external_id: keyText(191), user: unique(int) },
  primaryKey: ['external_id'],
});

/** What administrators have set about the server itself. value: a text in UTF-8, or a picture. */
const SERVER_SETTINGS = table({
  name: 'server_settings',
  columns: { name: keyText(32), value: bytes },
  primaryKey: ['name'],
});

export const STORAGE: Storage = {
  module: import.meta.url,
  name: 'accounts',
  tables: [
    USERS,
    SESSIONS,
    IDENTITIES,
    USED_TOKENS,
    BOTS,
    FENCES,
    ERASURES,
    RENAMED,
    SERVER_SETTINGS,
    EXTERNAL_IDS,
  ],
  singleReads: {
    usersByIds,
    usersByNameKeys,
    credentials,
    findUsers,
    usersWithoutLook,
    sessionByToken,
    sessionsOf,
    usersOfSid,
    userOfIdentity,
    identitiesOf,
    usersByIdentityEmail,
    nameHolder,
    unfinishedErasures,
    isBootstrap,
    serverSettings,
    serverLogo,
    externalIdOf,
    botOf,
    botsBy,
    botsIn,
  },
  reads: { userByExternalId, setUp, peopleOfWay },
  writes: {
    createUser,
    importUser,
    forgetExternalId,
    updateProfile,
    updateUser,
    changeStanding,
    noteSeen,
    setLooks,
    createSession,
    touchSession,
    keySessions,
    revokeSessions,
    revokeSessionsOfWay,
    endSessionsBegunBefore,
    endSessionsAtEnd,
    linkIdentity,
    createUserFor,
    setIdentityEmail,
    forgetIdentities,
    useOnce,
    forgetUsed,
    nextFence,
    forgetFences,
    beginErasure,
    endErasure,
    keepBootstrap,
    setServerSettings,
    createBot,
    renewToken,
    setCommands,
    forgetBot,
  },
};
