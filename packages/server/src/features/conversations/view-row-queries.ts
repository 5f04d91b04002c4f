/**
 * The rows from which views of conversations are made: one statement for a whole page.
 *
 * @module
 */
import { CONVERSATION_COLUMNS } from '../../store/log/conversations.ts';
import type { ConversationRow } from '../../store/log/conversations.ts';
import { COUNTED_BEFORE } from '../../store/log/counts.ts';
import type { Place } from '../../store/log/counts.ts';
import type { MemberRow } from '../../store/log/members.ts';
import { EVERYBODY } from '../../store/log/mentions.ts';
import { rows } from '../../store/sql/sql.ts';
import type { Query } from '../../store/sql/sql.ts';

type Nullable<T> = { readonly [Key in keyof T]: T[Key] | null };

export interface ViewRow
  extends
    ConversationRow,
    Place,
    Nullable<
      Pick<MemberRow, 'role' | 'silenced' | 'joined_seq' | 'left_seq' | 'left_title' | 'past' | 'hidden'>
    > {
  readonly kind: ConversationRow['kind'];
  readonly id: number;
  readonly active_seq: number;
  readonly delivered_seq: number;
  readonly muted: number;
  readonly muted_until: number;
  /** Read up to here, by the cursor or one's own last message. */
  readonly read_seq: number;
  /** What may be unread of the last interval is (low, high]. */
  readonly low: number;
  readonly high: number;
  /** See `uncounted` in tables.ts. */
  readonly n_low: number;
  readonly n_high: number;
  readonly recalled: number;
  readonly mentions: number;
}

const CONVERSATION = [...CONVERSATION_COLUMNS.split(', '), 'counted_through', 'uncounted', 'active_seq']
  .map((column) => `c.${column}`)
  .join(', ');
const MEMBER = 'm.role, m.silenced, m.joined_seq, m.left_seq, m.left_title, m.past, m.hidden';

function higher(a: string, b: string): string {
  return `CASE WHEN ${a} > ${b} THEN ${a} ELSE ${b} END`;
}

function countedUpTo(bound: string): string {
  return `COALESCE((SELECT u.n FROM uncounted u WHERE u.conversation = v.id AND u.seq <= ${bound}
    ORDER BY u.seq DESC LIMIT 1), 0)`;
}

const VIEWS = `SELECT v.*, ${countedUpTo('v.low')} AS n_low, ${countedUpTo('v.high')} AS n_high,
    (SELECT COUNT(*) FROM recalls r
      WHERE r.conversation = v.id AND r.seq > v.low AND r.seq <= v.high AND ${COUNTED_BEFORE}) AS recalled,
    (SELECT COUNT(DISTINCT k.seq) FROM mentions k WHERE k.conversation = v.id AND k."user" IN (${EVERYBODY}, ?)
      AND k.seq > v.low AND k.seq <= v.high AND k.sender <> ?) AS mentions
  FROM (SELECT t.*, ${higher('t.read_seq', 't.hidden_to')} AS low FROM (
    SELECT ${CONVERSATION}, ${MEMBER}, COALESCE(r.delivered_seq, 0) AS delivered_seq, COALESCE(r.muted, 0) AS muted,
      COALESCE(r.muted_until, 0) AS muted_until, COALESCE(m.left_seq, c.head) AS high,
      ${higher('COALESCE(m.joined_seq, 1)', 'c.kept_from')} - 1 AS hidden_to,
      ${higher(
        'COALESCE(r.read_seq, 0)',
        `CASE WHEN c.kind <> 'direct' THEN 0 WHEN c.user_a = ? THEN c.sent_a WHEN c.user_b = ? THEN c.sent_b ELSE 0 END`,
      )} AS read_seq
    FROM conversations c LEFT JOIN members m ON m.conversation = c.id AND m."user" = ?
      LEFT JOIN readers r ON r.conversation = c.id AND r."user" = ?
    WHERE c.id IN (?)) AS t) AS v`;

/** By id. Conversations that do not exist are left out. */
export function* viewRows(user: number, ids: readonly number[]): Query<ReadonlyMap<number, ViewRow>> {
  if (ids.length === 0) return new Map();
  // The cursor and one's own messages are compared twice, and so named twice.
  const found = yield* rows<ViewRow>(VIEWS, user, user, user, user, user, user, user, user, ids);
  return new Map(found.map((each) => [each.id, each]));
}
