/**
 * Tables, queries and effects of groups.
 *
 * @module
 */
import { id, int, keyBytes, keyText, table, text, unique, zero } from '../../store/table.ts';
import type { Storage } from '../../store/storage.ts';
import { directory, listedGroup, MAX_KEY_CHARS } from './directory-queries.ts';
import { DOOR_EFFECTS } from './door-effects.ts';
import { GROUP_EFFECTS } from './effects.ts';
import { createInvite, invite, inviteByToken, invites, isBarred, revokeInvite } from './invite-queries.ts';
import {
  askToJoin,
  bannedAmong,
  bans,
  forgetJoins,
  joins,
  joinsOfUser,
  managers,
  unban,
} from './join-queries.ts';
import {
  listedAmong,
  members,
  membersCalled,
  membersNicknamed,
  ordinaryMembers,
  rankedMembers,
} from './member-queries.ts';
import { nicknamesOf, setNickname } from './nickname-queries.ts';
import { createGroup, eraseMember, heir, ownedBy, ownerOf } from './queries.ts';

/** made_seq: the group's head when the invite was made. */
const INVITES = table({
  name: 'invites',
  columns: {
    id,
    conversation: int,
    token_hash: unique(keyBytes(64)),
    created_by: int,
    created_at: int,
    expires_at: int,
    max_uses: int,
    uses: zero,
    made_seq: zero,
  },
  indexes: [{ name: 'invites_of_conversation', columns: ['conversation', 'id'] }],
});

/** Groups that everybody finds. */
const LISTED_GROUPS = table({
  name: 'listed_groups',
  columns: { conversation: int, title_key: keyText(MAX_KEY_CHARS) },
  primaryKey: ['conversation'],
  indexes: [{ name: 'listed_groups_by_title', columns: ['title_key', 'conversation'] }],
});

/** Who asks to join a group. */
const JOINS = table({
  name: 'joins',
  columns: { id, conversation: int, user: int, time: int, text },
  unique: [['conversation', 'user']],
  indexes: [
    { name: 'joins_of_conversation', columns: ['conversation', 'id'] },
    { name: 'joins_of_user', columns: ['user', 'id'] },
  ],
});

/** Who may not come into a group. */
const BANS = table({
  name: 'bans',
  columns: { conversation: int, user: int, banned_by: int, time: int, reason: text },
  primaryKey: ['conversation', 'user'],
  indexes: [{ name: 'bans_of_user', columns: ['user'] }],
});

/** What members call themselves. */
const NICKNAMES = table({
  name: 'nicknames',
  columns: { conversation: int, user: int, nickname: text, nickname_key: keyText(MAX_KEY_CHARS) },
  primaryKey: ['conversation', 'user'],
  indexes: [
    { name: 'nicknames_by_key', columns: ['conversation', 'nickname_key', 'user'] },
    { name: 'nicknames_of_user', columns: ['user', 'conversation'] },
  ],
});

export const STORAGE: Storage = {
  module: import.meta.url,
  name: 'groups',
  tables: [INVITES, LISTED_GROUPS, JOINS, BANS, NICKNAMES],
  singleReads: {
    members,
    ordinaryMembers,
    rankedMembers,
    membersCalled,
    membersNicknamed,
    listedAmong,
    nicknamesOf,
    heir,
    ownedBy,
    ownerOf,
    inviteByToken,
    invite,
    invites,
    isBarred,
    directory,
    listedGroup,
    joins,
    joinsOfUser,
    managers,
    bans,
    bannedAmong,
  },
  writes: {
    createGroup,
    createInvite,
    revokeInvite,
    askToJoin,
    forgetJoins,
    unban,
    setNickname,
    eraseMember,
  },
  effects: { ...GROUP_EFFECTS, ...DOOR_EFFECTS },
};
