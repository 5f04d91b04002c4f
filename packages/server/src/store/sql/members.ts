/**
 * Membership rows: who is in, since when, and which seqs that lets them read (promise 9).
 *
 * @module
 */
import type { ConversationKind, MemberRole } from '../conversations.ts';
import type { Interval } from '../intervals.ts';
import { change, row } from './sql.ts';
import type { Query } from './sql.ts';

export interface MemberRow {
  readonly user: number;
  readonly role: MemberRole;
  readonly silenced: number;
  readonly joined_seq: number;
  readonly left_seq: number | null;
  readonly left_title: string;
  readonly past: string;
}

export const MEMBER_COLUMNS = 'user, role, silenced, joined_seq, left_seq, left_title, past';

export function* memberRow(conversation: number, user: number): Query<MemberRow | undefined> {
  return yield* row<MemberRow>(
    `SELECT ${MEMBER_COLUMNS} FROM members WHERE conversation = ? AND user = ?`,
    conversation,
    user,
  );
}

/** What a user may see now; undefined when they never were in it. */
export function intervalsFrom(
  { kind, head }: { readonly kind: ConversationKind; readonly head: number },
  member: Pick<MemberRow, 'joined_seq' | 'left_seq' | 'past'> | undefined,
): readonly Interval[] | undefined {
  if (kind === 'room') return [{ from: 1, to: head }];
  if (member === undefined) return undefined;
  return [...parsePast(member.past), { from: member.joined_seq, to: member.left_seq ?? head }];
}

/** Opens an interval at `seq`. False: was in already and stays as they are. */
export function* openInterval(
  conversation: number,
  user: number,
  role: MemberRole,
  seq: number,
): Query<boolean> {
  const known = yield* memberRow(conversation, user);
  if (known === undefined) {
    yield* change(
      'INSERT INTO members (conversation, user, role, joined_seq) VALUES (?, ?, ?, ?)',
      conversation,
      user,
      role,
      seq,
    );
    return true;
  }
  if (known.left_seq === null) return false;
  const ended = `${known.joined_seq}-${known.left_seq}`;
  yield* change(
    `UPDATE members SET role = ?, silenced = 0, joined_seq = ?, left_seq = NULL, left_title = '', past = ?
     WHERE conversation = ? AND user = ?`,
    role,
    seq,
    known.past === '' ? ended : `${known.past},${ended}`,
    conversation,
    user,
  );
  return true;
}

/** Closes a member's interval at `seq`. False: was not in. */
export function* closeInterval(
  conversation: number,
  user: number,
  seq: number,
  title: string,
): Query<boolean> {
  const changed = yield* change(
    'UPDATE members SET left_seq = ?, left_title = ? WHERE conversation = ? AND user = ? AND left_seq IS NULL',
    seq,
    title,
    conversation,
    user,
  );
  return changed > 0;
}

function parsePast(past: string): Interval[] {
  if (past === '') return [];
  return past.split(',').map((interval) => {
    const [from = 0, to = 0] = interval.split('-').map(Number);
    return { from, to };
  });
}
