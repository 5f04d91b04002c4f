/**
 * Tables, queries and effects of groups.
 *
 * @module
 */
import { id, int, keyBytes, table, unique, zero } from '../../store/table.ts';
import type { Storage } from '../../store/storage.ts';
import { GROUP_EFFECTS } from './effects.ts';
import { createInvite, invite, inviteByToken, invites, isBarred, revokeInvite } from './invite-queries.ts';
import { createGroup, heir, members, ownedBy, ownerOf } from './queries.ts';

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

export const STORAGE: Storage = {
  module: import.meta.url,
  name: 'groups',
  tables: [INVITES],
  singleReads: { members, heir, ownedBy, ownerOf, inviteByToken, invite, invites, isBarred },
  writes: { createGroup, createInvite, revokeInvite },
  effects: GROUP_EFFECTS,
};
