/**
 * Everything that there is, whoever may read it, in pages.
 *
 * @module
 */
import type { ConversationKind, MemberRole } from '../../store/log/records.ts';
import { row, rows } from '../../store/sql/sql.ts';
import type { Query } from '../../store/sql/sql.ts';

/** The ids of the next accounts. */
export function* accountsAfter(after: number, limit: number): Query<readonly number[]> {
  const found = yield* rows<{ readonly id: number }>(
    'SELECT id FROM users WHERE id > ? ORDER BY id LIMIT ?',
    after,
    limit,
  );
  return found.map(({ id }) => id);
}

/** What other systems call these users. */
export function* externalIdsOf(
  users: readonly number[],
): Query<readonly { readonly user: number; readonly externalId: string }[]> {
  if (users.length === 0) return [];
  const found = yield* rows<{ readonly user: number; readonly externalId: string }>(
    'SELECT "user", external_id AS "externalId" FROM external_ids WHERE "user" IN (?)',
    users,
  );
  return found.map((each) => ({ ...each }));
}

export interface ExportedConversation {
  readonly id: number;
  readonly kind: ConversationKind;
  readonly title: string;
  readonly head: number;
  readonly keptFrom: number;
  readonly userA: number | null;
  readonly userB: number | null;
  readonly externalId: string | null;
}

/** Of the table `c`. */
export const CONVERSATION_COLUMNS = `c.id, c.kind, c.title, c.head, c.kept_from AS "keptFrom", c.user_a AS "userA", c.user_b AS "userB",
  (SELECT MIN(i.external_id) FROM imported_conversations i WHERE i.conversation = c.id) AS "externalId"`;

/** This conversation, or the next one that is no inbox. Undefined: there is none. */
export function* conversationFrom(id: number): Query<ExportedConversation | undefined> {
  const found = yield* row<ExportedConversation>(
    `SELECT ${CONVERSATION_COLUMNS} FROM conversations c
     WHERE c.id >= ? AND c.kind IN ('group', 'direct', 'room') ORDER BY c.id LIMIT 1`,
    id,
  );
  return found === undefined ? undefined : { ...found };
}

export interface ExportedMessage {
  readonly seq: number;
  readonly sender: number;
  readonly time: number;
  /** As it was sent. */
  readonly content: Uint8Array;
  readonly state: Uint8Array | null;
}

/** Messages of a conversation with what has become of them. */
export function* messagesAfter(
  conversation: number,
  after: number,
  limit: number,
): Query<readonly ExportedMessage[]> {
  const found = yield* rows<ExportedMessage>(
    `SELECT m.seq, m.sender, m.time, m.content, s.state FROM messages m
     LEFT JOIN states s ON s.conversation = m.conversation AND s.seq = m.seq
     WHERE m.conversation = ? AND m.seq > ? AND m.seq <= ? ORDER BY m.seq`,
    conversation,
    after,
    after + limit,
  );
  return found.map((each) => ({ ...each }));
}

/** Senders of messages. */
export function* sendersOf(
  conversation: number,
  seqs: readonly number[],
): Query<readonly { readonly seq: number; readonly sender: number }[]> {
  if (seqs.length === 0) return [];
  const found = yield* rows<{ readonly seq: number; readonly sender: number }>(
    'SELECT seq, sender FROM messages WHERE conversation = ? AND seq IN (?)',
    conversation,
    seqs,
  );
  return found.map((each) => ({ ...each }));
}

export interface ExportedFile {
  readonly id: string;
  readonly owner: number;
  readonly bytes: number;
  readonly alt: string;
  readonly attachment: Uint8Array;
  readonly externalId: string | null;
}

export function* filesOf(ids: readonly string[]): Query<readonly ExportedFile[]> {
  if (ids.length === 0) return [];
  const found = yield* rows<ExportedFile>(
    `SELECT f.id, f.owner, f.bytes, f.alt, f.attachment,
       (SELECT MIN(i.external_id) FROM imported_files i WHERE i.file = f.id) AS "externalId"
     FROM files f WHERE f.id IN (?)`,
    ids,
  );
  return found.map((each) => ({ ...each }));
}

export interface ExportedReader {
  readonly user: number;
  readonly read: number;
}

/** How far users have read a conversation, by user. */
export function* readersAfter(
  conversation: number,
  after: number,
  limit: number,
): Query<readonly ExportedReader[]> {
  const found = yield* rows<ExportedReader>(
    `SELECT "user", read_seq AS "read" FROM readers
     WHERE conversation = ? AND "user" > ? AND read_seq > 0 ORDER BY "user" LIMIT ?`,
    conversation,
    after,
    limit,
  );
  return found.map((each) => ({ ...each }));
}

/** Who is in a group, owner and admins first. */
export function* membersNow(
  conversation: number,
): Query<readonly { readonly user: number; readonly role: MemberRole }[]> {
  const found = yield* rows<{ readonly user: number; readonly role: MemberRole }>(
    `SELECT "user", role FROM members WHERE conversation = ? AND left_seq IS NULL
     ORDER BY CASE role WHEN 'owner' THEN 0 WHEN 'admin' THEN 1 ELSE 2 END, "user"`,
    conversation,
  );
  return found.map((each) => ({ ...each }));
}

export interface ExportedAvatar {
  readonly user: number;
  readonly file: string;
}

/** Users whose pictures are files. */
export function* avatarsAfter(user: number, limit: number): Query<readonly ExportedAvatar[]> {
  const found = yield* rows<ExportedAvatar>(
    `SELECT u.seq AS "user", u.file FROM file_uses u WHERE u.conversation = 0 AND u.seq > ? ORDER BY u.seq LIMIT ?`,
    user,
    limit,
  );
  return found.map((each) => ({ ...each }));
}

/** Those of these conversations that an export has. */
export function* conversationsOf(ids: readonly number[]): Query<readonly ExportedConversation[]> {
  if (ids.length === 0) return [];
  const found = yield* rows<ExportedConversation>(
    `SELECT ${CONVERSATION_COLUMNS} FROM conversations c WHERE c.id IN (?) AND c.kind IN ('group', 'direct', 'room')`,
    ids,
  );
  return found.map((each) => ({ ...each }));
}
