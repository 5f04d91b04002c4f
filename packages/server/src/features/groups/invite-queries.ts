/**
 * Invites to groups.
 *
 * @module
 */
import type { InviteRecord } from './records.ts';
import { change, insertForId, row, rows } from '../../store/sql/sql.ts';
import type { Insert, Query } from '../../store/sql/sql.ts';

const COLUMNS = `id, conversation, created_by AS "createdBy", created_at AS "createdAt",
  expires_at AS "expiresAt", max_uses AS "maxUses", uses`;

const NEW_INVITE: Insert = {
  table: 'invites',
  columns: {
    conversation: 'int',
    token_hash: 'bytes',
    created_by: 'int',
    created_at: 'int',
    expires_at: 'int',
    max_uses: 'int',
  },
};

/** A new invite. */
export function* createInvite(
  spec: Omit<InviteRecord, 'id' | 'uses'> & { readonly tokenHash: Uint8Array },
): Query<InviteRecord> {
  const { tokenHash, ...record } = spec;
  const { conversation, createdBy, createdAt, expiresAt, maxUses } = record;
  const id = yield* insertForId(
    NEW_INVITE,
    conversation,
    tokenHash,
    createdBy,
    createdAt,
    expiresAt,
    maxUses,
  );
  return { ...record, id, uses: 0 };
}

/** The invite of a token. */
export function* inviteByToken(tokenHash: Uint8Array): Query<InviteRecord | undefined> {
  return copy(yield* row<InviteRecord>(`SELECT ${COLUMNS} FROM invites WHERE token_hash = ?`, tokenHash));
}

/** The invite of that number. */
export function* invite(id: number): Query<InviteRecord | undefined> {
  return copy(yield* row<InviteRecord>(`SELECT ${COLUMNS} FROM invites WHERE id = ?`, id));
}

/** Invites to a group, by number. */
export function* invites(conversation: number): Query<readonly InviteRecord[]> {
  const found = yield* rows<InviteRecord>(
    `SELECT ${COLUMNS} FROM invites WHERE conversation = ? ORDER BY id`,
    conversation,
  );
  return found.map((each) => ({ ...each }));
}

/** The invite is void from now on. Idempotent. */
export function* revokeInvite(id: number): Query<void> {
  yield* change('DELETE FROM invites WHERE id = ?', id);
}

function copy(found: InviteRecord | undefined): InviteRecord | undefined {
  return found === undefined ? undefined : { ...found };
}
