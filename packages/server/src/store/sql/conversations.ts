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
import { MEMBER_COLUMNS, openIntervals } from './members.ts';
import type { MemberRow } from './members.ts';
import { usersOf } from './reading.ts';
import { change, insertForId, insertNew, OvertakenError, row, rows } from './sql.ts';
import type { Insert, Query } from './sql.ts';

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
        'SELECT "user" FROM blocks WHERE ("user" = ? AND other = ?) OR ("user" = ? AND other = ?) ORDER BY "user"',
        a,
        b,
        b,
        a,
      )
    : [];
  const blockedBy = blockers.map(({ user }) => user);
  return { id, kind, title, head, version, users, blockedBy, memberCount };
}

const NEW_CONVERSATION: Insert = {
  table: 'conversations',
  columns: { kind: 'text', title: 'text', user_a: 'int', user_b: 'int', member_count: 'int' },
};
const NEW_DIRECT: Insert = {
  ...NEW_CONVERSATION,
  onConflict: { key: ['user_a', 'user_b'], where: "kind = 'direct'" },
};
const NEW_ROOM: Insert = { ...NEW_CONVERSATION, onConflict: { key: ['title'], where: "kind = 'room'" } };

/** ConversationStore.openDirect. */
export function* openDirect(a: number, b: number): Query<ConversationRecord> {
  const [low, high] = a < b ? [a, b] : [b, a];
  const known = yield* findDirect(low, high);
  if (known !== undefined) return yield* toRecord(known);
  const isNew = yield* insertNew(NEW_DIRECT, 'direct', '', low, high, low === high ? 1 : 2);
  const made = yield* findDirect(low, high);
  if (made === undefined) throw new OvertakenError('the direct conversation was taken back');
  if (isNew) yield* openIntervals(made.id, allAs('member', [low, high]), 1);
  return yield* toRecord(made);
}

function* findDirect(low: number, high: number): Query<ConversationRow | undefined> {
  return yield* row<ConversationRow>(
    `SELECT ${CONVERSATION_COLUMNS} FROM conversations WHERE kind = 'direct' AND user_a = ? AND user_b = ?`,
    low,
    high,
  );
}

function allAs(role: MemberRole, users: readonly number[]): readonly (readonly [number, MemberRole])[] {
  return users.map((user) => [user, role]);
}

/** A new inbox or group; its id. The user of an inbox may read it from its first message. */
export function* insertConversation(
  kind: 'inbox' | 'group',
  title: string,
  users: readonly number[],
): Query<number> {
  const [owner] = users;
  const id = yield* insertForId(NEW_CONVERSATION, kind, title, owner ?? null, owner ?? null, users.length);
  if (users.length > 0) yield* openIntervals(id, allAs('member', users), 1);
  return id;
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
  const id = yield* insertConversation('group', title, []);
  if (!(yield* insertMessage({ conversation: id, sender: owner, clientId, time, content }, 1))) {
    throw new OvertakenError('this client id was used a moment ago');
  }
  const roles: readonly (readonly [number, MemberRole])[] = [[owner, 'owner'], ...allAs('member', members)];
  const memberCount = yield* openIntervals(id, roles, 1);
  yield* change(
    'UPDATE conversations SET head = 1, member_count = ?, changed = ? WHERE id = ?',
    memberCount,
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
  const known = yield* findRoom(title);
  if (known !== undefined) return yield* toRecord(known);
  yield* insertNew(NEW_ROOM, 'room', title, null, null, 0);
  const made = yield* findRoom(title);
  if (made === undefined) throw new OvertakenError('the room was closed again');
  return yield* toRecord(made);
}

function* findRoom(title: string): Query<ConversationRow | undefined> {
  return yield* row<ConversationRow>(
    `SELECT ${CONVERSATION_COLUMNS} FROM conversations WHERE kind = 'room' AND title = ?`,
    title,
  );
}

/** ConversationStore.membersAmong. */
export function* membersAmong(
  conversation: number,
  users: readonly number[],
): Query<readonly MemberRecord[]> {
  if (users.length === 0) return [];
  const found = yield* rows<MemberRow>(
    `SELECT ${MEMBER_COLUMNS} FROM members
     WHERE conversation = ? AND left_seq IS NULL AND "user" IN (?) ORDER BY "user"`,
    conversation,
    users,
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
     WHERE conversation = ? AND "user" > ? AND left_seq IS NULL ORDER BY "user" LIMIT ?`,
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
    `SELECT "user" FROM members
     WHERE conversation = ? AND "user" <> ? AND left_seq IS NULL AND role <> 'owner'
     ORDER BY CASE role WHEN 'admin' THEN 0 ELSE 1 END, joined_seq, "user" LIMIT 1`,
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
     WHERE m."user" = ? AND m.conversation > ? AND m.left_seq IS NULL AND c.kind = 'group'
     ORDER BY m.conversation LIMIT ?`,
    user,
    after,
    limit,
  );
}
