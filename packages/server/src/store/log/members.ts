/**
 * Membership rows: who is a member, since when, and which seqs they may read (promise 9).
 *
 * @module
 */
import type { ConversationKind, MemberRole } from './records.ts';
import { keptIntervals } from './intervals.ts';
import type { Interval } from './intervals.ts';
import { change, insertAll, row, rows } from '../sql/sql.ts';
import type { Insert, Query, Value } from '../sql/sql.ts';

export interface MemberRow {
  readonly user: number;
  readonly role: MemberRole;
  readonly silenced: number;
  readonly joined_seq: number;
  readonly left_seq: number | null;
  readonly left_title: string;
  readonly past: string;
  /** Means nothing for who is in. */
  readonly hidden: number;
}

export const MEMBER_COLUMNS = '"user", role, silenced, joined_seq, left_seq, left_title, past, hidden';

export function* memberRow(conversation: number, user: number): Query<MemberRow | undefined> {
  return yield* row<MemberRow>(
    `SELECT ${MEMBER_COLUMNS} FROM members WHERE conversation = ? AND "user" = ?`,
    conversation,
    user,
  );
}

/** What of a conversation there is to see. */
export interface Extent {
  readonly kind: ConversationKind;
  readonly head: number;
  readonly kept_from: number;
}

/** The intervals that a user may see. Undefined if they were never a member. */
export function intervalsFrom(
  { kind, head, kept_from: keptFrom }: Extent,
  member: Pick<MemberRow, 'joined_seq' | 'left_seq' | 'past'> | undefined,
): readonly Interval[] | undefined {
  if (kind === 'room') return keptIntervals([{ from: 1, to: head }], keptFrom);
  if (member === undefined) return undefined;
  const own = [...parsePast(member.past), { from: member.joined_seq, to: member.left_seq ?? head }];
  return keptIntervals(own, keptFrom);
}

const MEMBER: Insert = {
  table: 'members',
  columns: {
    conversation: 'int',
    user: 'int',
    role: 'text',
    silenced: 'int',
    joined_seq: 'int',
    left_seq: 'int',
    left_title: 'text',
    past: 'text',
    hidden: 'int',
  },
  onConflict: {
    key: ['conversation', 'user'],
    set: {
      role: 'new',
      silenced: 'new',
      joined_seq: 'new',
      left_seq: 'new',
      left_title: 'new',
      past: 'new',
      hidden: 'new',
    },
  },
};

/**
 * Opens intervals at `seq`. Returns how many. Current members stay unchanged. Users who were silenced before stay
 * silenced: otherwise leaving and coming back would end it.
 */
export function* openIntervals(
  conversation: number,
  roles: readonly (readonly [user: number, role: MemberRole])[],
  seq: number,
): Query<number> {
  const wanted = new Map(roles);
  if (wanted.size === 0) return 0;
  const known = yield* rows<MemberRow>(
    `SELECT ${MEMBER_COLUMNS} FROM members WHERE conversation = ? AND "user" IN (?)`,
    conversation,
    [...wanted.keys()],
  );
  const members = new Map(known.map((member) => [member.user, member]));
  const opened: (readonly Value[])[] = [];
  for (const [user, role] of wanted) {
    const member = members.get(user);
    if (member?.left_seq === null) continue;
    const past = member === undefined ? '' : pastOf(member);
    opened.push([conversation, user, role, member?.silenced ?? 0, seq, null, '', past, 0]);
  }
  yield* insertAll(MEMBER, opened);
  return opened.length;
}

/** Closes the intervals of members at `seq`. Returns how many were members. */
export function* closeIntervals(
  conversation: number,
  users: readonly number[],
  { seq, title }: { readonly seq: number; readonly title: string },
): Query<number> {
  if (users.length === 0) return 0;
  return yield* change(
    'UPDATE members SET left_seq = ?, left_title = ? WHERE conversation = ? AND "user" IN (?) AND left_seq IS NULL',
    seq,
    title,
    conversation,
    users,
  );
}

/**
 * Earlier stays that are kept. Each rejoining writes all of them, so whoever came and went without end would make it ever
 * slower.
 */
const MAX_PAST = 500;

function pastOf({ past, joined_seq: from, left_seq: to }: MemberRow): string {
  const stays = past === '' ? [] : past.split(',');
  return [...stays.slice(1 - MAX_PAST), `${from}-${to}`].join(',');
}

function parsePast(past: string): Interval[] {
  if (past === '') return [];
  return past.split(',').map((interval) => {
    const [from = 0, to = 0] = interval.split('-').map(Number);
    return { from, to };
  });
}
