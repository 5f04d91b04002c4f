/**
 * Queries on invites.
 *
 * @module
 */
import type { MemberRole } from '../../store/log/records.ts';
import type { InviteRecord, InviteSpec } from './records.ts';
import { isAtLeast, settingsFrom } from '../../store/log/group-settings.ts';
import { memberRow } from '../../store/log/members.ts';
import { change, insertForId, lockedRows, row, rows } from '../../store/sql/sql.ts';
import type { Insert, Query } from '../../store/sql/sql.ts';

const COLUMNS = `id, conversation, created_by AS "createdBy", created_at AS "createdAt",
  expires_at AS "expiresAt", max_uses AS "maxUses", uses, made_seq AS "madeSeq"`;

const NEW_INVITE: Insert = {
  table: 'invites',
  columns: {
    conversation: 'int',
    token_hash: 'bytes',
    created_by: 'int',
    created_at: 'int',
    expires_at: 'int',
    max_uses: 'int',
    made_seq: 'int',
  },
};

/** Creates an invite. Undefined if its creator may not, or no longer, create invites; `full` if the group has `most`. */
export function* createInvite(spec: InviteSpec, most: number): Query<InviteRecord | 'full' | undefined> {
  const { tokenHash, ...record } = spec;
  const { conversation, createdBy, createdAt, expiresAt, maxUses } = record;
  // If the creator loses their role at this moment, all their invites end: this one is either created before that, or
  // not at all.
  const [group] = yield* lockedRows<{ readonly head: number; readonly n: number; readonly settings: string }>(
    'SELECT head, member_count AS n, settings FROM conversations WHERE id = ?',
    conversation,
  );
  const member = yield* memberRow(conversation, createdBy);
  if (group === undefined || member?.left_seq !== null) return undefined;
  if (!isAtLeast(member.role, settingsFrom(group.settings, group.n).invite)) return undefined;
  if ((yield* invites(conversation)).length >= most) return 'full';
  const id = yield* insertForId(
    NEW_INVITE,
    conversation,
    tokenHash,
    createdBy,
    createdAt,
    expiresAt,
    maxUses,
    group.head,
  );
  return { ...record, id, uses: 0, madeSeq: group.head };
}

/** The invite with this token. */
export function* inviteByToken(tokenHash: Uint8Array): Query<InviteRecord | undefined> {
  return copy(yield* row<InviteRecord>(`SELECT ${COLUMNS} FROM invites WHERE token_hash = ?`, tokenHash));
}

/** The invite with this id. */
export function* invite(id: number): Query<InviteRecord | undefined> {
  return copy(yield* row<InviteRecord>(`SELECT ${COLUMNS} FROM invites WHERE id = ?`, id));
}

/** Invites to a group, by id. */
export function* invites(conversation: number): Query<readonly InviteRecord[]> {
  const found = yield* rows<InviteRecord>(
    `SELECT ${COLUMNS} FROM invites WHERE conversation = ? ORDER BY id`,
    conversation,
  );
  return found.map((each) => ({ ...each }));
}

/** Deletes an invite. Idempotent. */
export function* revokeInvite(id: number): Query<void> {
  yield* change('DELETE FROM invites WHERE id = ?', id);
}

/** Deletes all invites to a group that these users created. */
export function* revokeInvitesOf(conversation: number, users: readonly number[]): Query<void> {
  if (users.length === 0) return;
  yield* change('DELETE FROM invites WHERE conversation = ? AND created_by IN (?)', conversation, users);
}

/** Deletes all invites to a group whose creators have none of these roles in it. */
export function* revokeInvitesBelow(conversation: number, roles: readonly MemberRole[]): Query<void> {
  yield* change(
    `DELETE FROM invites WHERE conversation = ? AND created_by NOT IN (
       SELECT "user" FROM members WHERE conversation = ? AND left_seq IS NULL AND role IN (?))`,
    conversation,
    conversation,
    roles,
  );
}

/**
 * Whether the invite does not let `user` in, because they were removed after it was made and nobody has added them
 * since.
 */
export function* isBarred(
  { conversation, madeSeq }: Pick<InviteRecord, 'conversation' | 'madeSeq'>,
  user: number,
): Query<boolean> {
  const found = yield* row(
    `SELECT 1 AS found FROM members WHERE conversation = ? AND "user" = ?
     AND left_seq = removed_seq AND removed_seq > ?`,
    conversation,
    user,
    madeSeq,
  );
  return found !== undefined;
}

function copy(found: InviteRecord | undefined): InviteRecord | undefined {
  return found === undefined ? undefined : { ...found };
}
