/**
 * Invites to groups.
 *
 * @module
 */
import type { InviteRecord } from '../conversations.ts';
import { change, row, rows } from './sql.ts';
import type { Query } from './sql.ts';

const COLUMNS = `id, conversation, created_by AS "createdBy", created_at AS "createdAt",
  expires_at AS "expiresAt", max_uses AS "maxUses", uses`;

/** ConversationStore.createInvite. */
export function* createInvite(
  invite: Omit<InviteRecord, 'id' | 'uses'> & { readonly tokenHash: Uint8Array },
): Query<InviteRecord> {
  const { conversation, tokenHash, createdBy, createdAt, expiresAt, maxUses } = invite;
  const made = yield* row<InviteRecord>(
    `INSERT INTO invites (conversation, token_hash, created_by, created_at, expires_at, max_uses)
     VALUES (?, ?, ?, ?, ?, ?) RETURNING ${COLUMNS}`,
    conversation,
    tokenHash,
    createdBy,
    createdAt,
    expiresAt,
    maxUses,
  );
  if (made === undefined) throw new Error('the new invite did not come back');
  return { ...made };
}

/** ConversationStore.inviteByToken. */
export function* inviteByToken(tokenHash: Uint8Array): Query<InviteRecord | undefined> {
  return copy(yield* row<InviteRecord>(`SELECT ${COLUMNS} FROM invites WHERE token_hash = ?`, tokenHash));
}

/** ConversationStore.invite. */
export function* invite(id: number): Query<InviteRecord | undefined> {
  return copy(yield* row<InviteRecord>(`SELECT ${COLUMNS} FROM invites WHERE id = ?`, id));
}

/** ConversationStore.invites. */
export function* invites(conversation: number): Query<readonly InviteRecord[]> {
  const found = yield* rows<InviteRecord>(
    `SELECT ${COLUMNS} FROM invites WHERE conversation = ? ORDER BY id`,
    conversation,
  );
  return found.map((each) => ({ ...each }));
}

/** ConversationStore.revokeInvite. */
export function* revokeInvite(id: number): Query<void> {
  yield* change('DELETE FROM invites WHERE id = ?', id);
}

function copy(found: InviteRecord | undefined): InviteRecord | undefined {
  return found === undefined ? undefined : { ...found };
}
