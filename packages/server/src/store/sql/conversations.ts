/**
 * Conversations and their members.
 *
 * @module
 */
import type {
  ConversationKind,
  ConversationRecord,
  GroupSpec,
  MemberRecord,
  MemberRole,
} from '../conversations.ts';
import { changedStep, insertMessage, sentMessage } from './append.ts';
import { MEMBER_COLUMNS, openInterval } from './members.ts';
import type { MemberRow } from './members.ts';
import { usersOf } from './reading.ts';
import { change, marks, row, rows } from './sql.ts';
import type { Query } from './sql.ts';

export interface ConversationRow {
  readonly id: number;
  readonly kind: ConversationKind;
  readonly title: string;
  readonly head: number;
  readonly version: number;
  readonly member_count: number;
  readonly user_a: number | null;
  readonly user_b: number | null;
}

export const CONVERSATION_COLUMNS = 'id, kind, title, head, version, member_count, user_a, user_b';

/** ConversationStore.get. */
export function* getConversation(id: number): Query<ConversationRecord | undefined> {
  const found = yield* row<ConversationRow>(
    `SELECT ${CONVERSATION_COLUMNS} FROM conversations WHERE id = ? AND kind <> '${CLOSED_ROOM}'`,
    id,
  );
  return found === undefined ? undefined : yield* toRecord(found);
}

function* toRecord(found: ConversationRow): Query<ConversationRecord> {
  const { id, kind, title, head, version, member_count: memberCount } = found;
  const users = usersOf(found);
  const [a, b] = users;
  const isDirect = kind === 'direct' && a !== undefined && b !== undefined;
  const blockers = isDirect
    ? yield* rows<{ readonly user: number }>(
        'SELECT user FROM blocks WHERE (user = ? AND other = ?) OR (user = ? AND other = ?) ORDER BY user',
        a,
        b,
        b,
        a,
      )
    : [];
  const blockedBy = blockers.map(({ user }) => user);
  return { id, kind, title, head, version, users, blockedBy, memberCount };
}

/** ConversationStore.openDirect. */
export function* openDirect(a: number, b: number): Query<ConversationRecord> {
  const users = a < b ? [a, b] : [b, a];
  const find = row<ConversationRow>(
    `SELECT ${CONVERSATION_COLUMNS} FROM conversations WHERE kind = 'direct' AND user_a = ? AND user_b = ?`,
    ...users,
  );
  const found = (yield* find) ?? (yield* insertConversation('direct', '', users));
  return yield* toRecord(found);
}

/** A new conversation whose users, if it has any, may read it from its first message. */
export function* insertConversation(
  kind: ConversationKind,
  title: string,
  users: readonly number[],
): Query<ConversationRow> {
  const [a] = users;
  const b = users[1] ?? a;
  const made = yield* row<ConversationRow>(
    `INSERT INTO conversations (kind, title, user_a, user_b, member_count) VALUES (?, ?, ?, ?, ?)
     RETURNING ${CONVERSATION_COLUMNS}`,
    kind,
    title,
    a ?? null,
    b ?? null,
    users.length,
  );
  if (made === undefined) throw new Error('the new conversation did not come back');
  for (const user of users) yield* openInterval(made.id, user, 'member', 1);
  return made;
}

type GroupOutcome =
  | { readonly status: 'created' | 'repeated'; readonly conversation: ConversationRecord }
  | { readonly status: 'conflict' };

/** ConversationStore.createGroup. */
export function* createGroup(spec: GroupSpec): Query<GroupOutcome> {
  const { title, owner, members, clientId, time, content } = spec;
  const earlier = yield* sentMessage(owner, clientId);
  if (earlier !== undefined) {
    const record = yield* getConversation(earlier.conversation);
    const isRepeat =
      record?.kind === 'group' && earlier.seq === 1 && Buffer.compare(earlier.content, content) === 0;
    return isRepeat ? { status: 'repeated', conversation: record } : { status: 'conflict' };
  }
  const { id } = yield* insertConversation('group', title, []);
  const roles: readonly (readonly [number, MemberRole])[] = [
    [owner, 'owner'],
    ...members.map((user) => [user, 'member'] as const),
  ];
  for (const [user, role] of roles) yield* openInterval(id, user, role, 1);
  yield* insertMessage({ conversation: id, sender: owner, clientId, time, content }, 1);
  yield* change(
    'UPDATE conversations SET head = 1, member_count = ?, changed = ? WHERE id = ?',
    roles.length,
    changedStep(time),
    id,
  );
  const record = yield* getConversation(id);
  if (record === undefined) throw new Error('the new group did not come back');
  return { status: 'created', conversation: record };
}

/** The kind of a room that is closed: no query looks for it. */
const CLOSED_ROOM = 'closed room';

/** ConversationStore.closeRoom. */
export function* closeRoom(title: string): Query<void> {
  yield* change(
    `UPDATE conversations SET kind = '${CLOSED_ROOM}', version = version + 1 WHERE kind = 'room' AND title = ?`,
    title,
  );
}

/** ConversationStore.ensureRoom. */
export function* ensureRoom(title: string): Query<ConversationRecord> {
  yield* change(`UPDATE conversations SET kind = 'room' WHERE kind = '${CLOSED_ROOM}' AND title = ?`, title);
  const found = yield* row<ConversationRow>(
    `SELECT ${CONVERSATION_COLUMNS} FROM conversations WHERE kind = 'room' AND title = ?`,
    title,
  );
  return yield* toRecord(found ?? (yield* insertConversation('room', title, [])));
}

/** ConversationStore.membersAmong. */
export function* membersAmong(
  conversation: number,
  users: readonly number[],
): Query<readonly MemberRecord[]> {
  if (users.length === 0) return [];
  const found = yield* rows<MemberRow>(
    `SELECT ${MEMBER_COLUMNS} FROM members
     WHERE conversation = ? AND left_seq IS NULL AND user IN (${marks(users)}) ORDER BY user`,
    conversation,
    ...users,
  );
  return found.map(toMember);
}

/** ConversationStore.members. */
export function* members(
  conversation: number,
  afterUser: number,
  limit: number,
): Query<readonly MemberRecord[]> {
  const found = yield* rows<MemberRow>(
    `SELECT ${MEMBER_COLUMNS} FROM members
     WHERE conversation = ? AND user > ? AND left_seq IS NULL ORDER BY user LIMIT ?`,
    conversation,
    afterUser,
    limit,
  );
  return found.map(toMember);
}

function toMember({ user, role, joined_seq: joinedSeq, silenced }: MemberRow): MemberRecord {
  return { user, role, joinedSeq, muted: silenced === 1 };
}

/** ConversationStore.heir. */
export function* heir(conversation: number, except: number): Query<number | undefined> {
  const found = yield* row<{ readonly user: number }>(
    `SELECT user FROM members
     WHERE conversation = ? AND user <> ? AND left_seq IS NULL AND role <> 'owner'
     ORDER BY CASE role WHEN 'admin' THEN 0 ELSE 1 END, joined_seq, user LIMIT 1`,
    conversation,
    except,
  );
  return found?.user;
}

/** ConversationStore.groupsOf. */
export function* groupsOf(
  user: number,
  after: number,
  limit: number,
): Query<readonly { readonly id: number; readonly version: number }[]> {
  return yield* rows<{ readonly id: number; readonly version: number }>(
    `SELECT c.id, c.version FROM members m JOIN conversations c ON c.id = m.conversation
     WHERE m.user = ? AND m.conversation > ? AND m.left_seq IS NULL AND c.kind = 'group'
     ORDER BY m.conversation LIMIT ?`,
    user,
    after,
    limit,
  );
}
