/**
 * Lists of members.
 *
 * @module
 */
import { toMember } from '../../store/log/conversations.ts';
import type { MemberRow } from '../../store/log/members.ts';
import type { MemberRecord } from '../../store/log/records.ts';
import { LAST_CODE_POINT, rows } from '../../store/sql/sql.ts';
import type { Query } from '../../store/sql/sql.ts';

/** A member, as listed. */
export interface ListedMember extends MemberRecord {
  readonly nickname: string;
}

type Row = Pick<MemberRow, 'user' | 'role' | 'joined_seq' | 'silenced'> & {
  readonly nickname: string | null;
};

const COLUMNS = 'm."user", m.role, m.joined_seq, m.silenced, n.nickname';
const NICKNAMES = 'LEFT JOIN nicknames n ON n.conversation = m.conversation AND n."user" = m."user"';

/** Current members, by user id. */
export function* members(
  conversation: number,
  afterUser: number,
  limit: number,
): Query<readonly ListedMember[]> {
  return toMembers(
    yield* rows<Row>(
      `SELECT ${COLUMNS} FROM members m ${NICKNAMES}
       WHERE m.conversation = ? AND m."user" > ? AND m.left_seq IS NULL ORDER BY m."user" LIMIT ?`,
      conversation,
      afterUser,
      limit,
    ),
  );
}

/** Current members without a rank, by user id. */
export function* ordinaryMembers(
  conversation: number,
  afterUser: number,
  limit: number,
): Query<readonly ListedMember[]> {
  return toMembers(
    yield* rows<Row>(
      `SELECT ${COLUMNS} FROM members m ${NICKNAMES}
       WHERE m.conversation = ? AND m.role = 'member' AND m."user" > ? AND m.left_seq IS NULL
       ORDER BY m."user" LIMIT ?`,
      conversation,
      afterUser,
      limit,
    ),
  );
}

/** The owner and the admins, in this order and by user id. `after`: the last one of the previous page. */
export function* rankedMembers(
  conversation: number,
  after: Pick<MemberRecord, 'role' | 'user'> | undefined,
  limit: number,
): Query<readonly ListedMember[]> {
  return toMembers(
    yield* rows<Row>(
      `SELECT ${COLUMNS} FROM members m ${NICKNAMES}
       WHERE m.conversation = ? AND m.role IN ('owner', 'admin') AND m.left_seq IS NULL
       AND (m.role < ? OR (m.role = ? AND m."user" > ?)) ORDER BY m.role DESC, m."user" LIMIT ?`,
      conversation,
      after?.role ?? 'z',
      after?.role ?? '',
      after?.user ?? 0,
      limit,
    ),
  );
}

/** Beginnings of folded names and of folded nicknames. */
export interface Beginning {
  readonly name: string;
  readonly nickname: string;
}

/** Current members whose name or nickname begins so, by user id. Looks at all members. */
export function* membersCalled(
  conversation: number,
  { name, nickname }: Beginning,
  afterUser: number,
  limit: number,
): Query<readonly ListedMember[]> {
  return toMembers(
    yield* rows<Row>(
      `SELECT ${COLUMNS} FROM members m JOIN users u ON u.id = m."user" ${NICKNAMES}
       WHERE m.conversation = ? AND m."user" > ? AND m.left_seq IS NULL
       AND ((u.name_key >= ? AND u.name_key < ?) OR (n.nickname_key >= ? AND n.nickname_key < ?))
       ORDER BY m."user" LIMIT ?`,
      conversation,
      afterUser,
      name,
      name + LAST_CODE_POINT,
      nickname,
      nickname + LAST_CODE_POINT,
      limit,
    ),
  );
}

/**
 * Current members whose folded nickname begins so, by nickname and user id. Looks at the nicknames that begin so. `after`: the
 * last one of the previous page.
 */
export function* membersNicknamed(
  conversation: number,
  nickname: string,
  after: { readonly key: string; readonly user: number },
  limit: number,
): Query<readonly ListedMember[]> {
  return toMembers(
    yield* rows<Row>(
      `SELECT ${COLUMNS} FROM nicknames n JOIN members m ON m.conversation = n.conversation AND m."user" = n."user"
       WHERE n.conversation = ? AND n.nickname_key >= ? AND n.nickname_key < ?
       AND (n.nickname_key > ? OR n."user" + 0 > ?)
       AND m.left_seq IS NULL ORDER BY n.nickname_key, n."user" LIMIT ?`,
      conversation,
      after.key > nickname ? after.key : nickname,
      nickname + LAST_CODE_POINT,
      after.key,
      after.user,
      limit,
    ),
  );
}

/** The current members among these users. */
export function* listedAmong(conversation: number, users: readonly number[]): Query<readonly ListedMember[]> {
  if (users.length === 0) return [];
  return toMembers(
    yield* rows<Row>(
      `SELECT ${COLUMNS} FROM members m ${NICKNAMES}
       WHERE m.conversation = ? AND m."user" IN (?) AND m.left_seq IS NULL`,
      conversation,
      users,
    ),
  );
}

function toMembers(found: readonly Row[]): readonly ListedMember[] {
  return found.map(({ nickname, ...row }) => ({ ...toMember(row), nickname: nickname ?? '' }));
}
