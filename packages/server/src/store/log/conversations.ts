/**
 * Queries on conversations and members.
 *
 * @module
 */
import type { ConversationKind, ConversationRecord, MemberRecord, MemberRole } from './records.ts';
import { settingsFrom } from './group-settings.ts';
import { MEMBER_COLUMNS, openIntervals } from './members.ts';
import type { MemberRow } from './members.ts';
import { usersOf } from './reading.ts';
import { change, insertForId, insertNew, OvertakenError, row, rows } from '../sql/sql.ts';
import type { Insert, Query } from '../sql/sql.ts';

export interface ConversationRow {
  readonly id: number;
  readonly kind: ConversationKind;
  readonly title: string;
  readonly head: number;
  readonly version: number;
  readonly member_count: number;
  readonly kept_from: number;
  readonly user_a: number | null;
  readonly user_b: number | null;
  readonly settings: string;
  readonly no_previews: number;
  readonly vanish_after: number;
}

export const CONVERSATION_COLUMNS =
  'id, kind, title, head, version, member_count, kept_from, user_a, user_b, settings, no_previews, vanish_after';

/** Returns a conversation. Undefined if it does not exist, or is a closed room. */
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
  const closers = isDirect
    ? yield* rows<{ readonly user: number; readonly departed: number }>(
        `SELECT "user", 0 AS departed FROM blocks WHERE ("user" = ? AND other = ?) OR ("user" = ? AND other = ?)
         UNION ALL SELECT "user", 1 FROM members WHERE conversation = ? AND left_seq IS NOT NULL ORDER BY "user"`,
        a,
        b,
        b,
        a,
        id,
      )
    : [];
  const blockedBy = closers.filter(({ departed }) => departed === 0).map(({ user }) => user);
  const departed = closers.filter((each) => each.departed === 1).map(({ user }) => user);
  const settings = settingsFrom(found.settings, memberCount);
  const vanishAfterMs = found.vanish_after;
  return { id, kind, title, head, version, users, blockedBy, departed, memberCount, settings, vanishAfterMs };
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

/** Returns the direct conversation of two users; creates it if missing (both intervals start at 1). Idempotent. */
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

/** Pairs each user with the same role. */
export function allAs(
  role: MemberRole,
  users: readonly number[],
): readonly (readonly [number, MemberRole])[] {
  return users.map((user) => [user, role]);
}

/** Creates an inbox or group. Returns its id. The user of an inbox may read it from the first message. */
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

/** The kind of a closed room. No query looks for it: nothing is written there until it is open again. */
export const CLOSED_ROOM = 'closed room';

/**
 * Hides the room with this title, if there is one, until ensureRoom() is called again. Its messages are kept.
 * Idempotent.
 */
export function* closeRoom(title: string): Query<void> {
  yield* change(
    `UPDATE conversations SET kind = '${CLOSED_ROOM}', version = version + 1 WHERE kind = 'room' AND title = ?`,
    title,
  );
}

/** Creates the room with this title if missing. Idempotent. */
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

/** The current members among `users`. */
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

/** Converts a row to a record. */
export function toMember({
  user,
  role,
  joined_seq: joinedSeq,
  silenced,
}: Pick<MemberRow, 'user' | 'role' | 'joined_seq' | 'silenced'>): MemberRecord {
  return { user, role, joinedSeq, silenced: silenced === 1 };
}

/** Groups of which `user` is a member, by id. */
export function* groupsOf(
  user: number,
  after: number,
  limit: number,
): Query<readonly { readonly id: number; readonly version: number }[]> {
  const found = yield* rows<{ readonly id: number; readonly version: number }>(
    `SELECT c.id, c.version FROM members m JOIN conversations c ON c.id = m.conversation
     WHERE m."user" = ? AND m.conversation > ? AND m.left_seq IS NULL AND c.kind = 'group'
     ORDER BY m.conversation LIMIT ?`,
    user,
    after,
    limit,
  );
  return found.map((each) => ({ ...each }));
}
