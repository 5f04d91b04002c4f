/**
 * Queries on threads and what was said in them.
 *
 * @module
 */
import { isVisible, spansAbove } from '../../store/log/intervals.ts';
import type { Interval } from '../../store/log/intervals.ts';
import type { StoredMessage } from '../../store/log/log.ts';
import { bytesOf, PageBudget } from '../../store/log/paging.ts';
import { messagesAt, visibleTo } from '../../store/log/reading.ts';
import { row, rows } from '../../store/sql/sql.ts';
import type { Query } from '../../store/sql/sql.ts';
import type { OwnThread, ThreadRecord } from './records.ts';

/** Undefined: nothing was ever said in the thread of this message. */
export function* threadAt(conversation: number, root: number): Query<ThreadRecord | undefined> {
  return yield* row<ThreadRecord>(
    'SELECT id, n, last_seq AS "lastSeq", last_at AS "lastAt" FROM threads WHERE conversation = ? AND root = ?',
    conversation,
    root,
  );
}

export function* isVisibleTo(conversation: number, seq: number, reader: number): Query<boolean> {
  const visible = yield* visibleTo(conversation, reader);
  return visible !== undefined && isVisible(visible.intervals, seq);
}

export interface ThreadPage {
  readonly conversation: number;
  readonly root: number;
  /** Seqs above `after`, or below `before`. */
  readonly place: { readonly after: number } | { readonly before: number };
  readonly limit: number;
  /** Of messages with their states. At least one message is given. */
  readonly maxBytes: number;
}

export interface ThreadMessages {
  /** By rising seq. */
  readonly messages: readonly StoredMessage[];
  /** The seq after, or before, which to go on; 0: there is no more. */
  readonly next: number;
}

/** A page of a thread, as far as a reader may see it. Undefined: they may not see the message whose thread it is. */
export function* threadPage(reader: number, page: ThreadPage): Query<ThreadMessages | undefined> {
  const { conversation, root, limit, maxBytes } = page;
  const visible = yield* visibleTo(conversation, reader);
  if (visible === undefined || !isVisible(visible.intervals, root)) return undefined;
  const thread = yield* threadAt(conversation, root);
  const seqs = thread === undefined ? [] : yield* seqsIn(thread.id, page);
  const seen = seqs.filter((seq) => isVisible(visible.intervals, seq));
  const all = yield* messagesAt(placesOf(conversation, seen), reader);
  const found = new Map(all.map((each) => [each.seq, each]));
  const messages: StoredMessage[] = [];
  const budget = new PageBudget(maxBytes);
  for (const message of seen.flatMap((seq) => found.get(seq) ?? [])) {
    if (!budget.take(bytesOf(message))) break;
    messages.push(message);
  }
  const isCut = messages.length < seen.length;
  const last = (isCut ? messages.at(-1)?.seq : seqs.at(-1)) ?? 0;
  const next = isCut || seqs.length === limit ? last : 0;
  return { messages: 'before' in page.place ? messages.reverse() : messages, next };
}

/** In the order in which they are read. */
function* seqsIn(thread: number, { place, limit }: ThreadPage): Query<readonly number[]> {
  const [condition, order, from] =
    'before' in place ? ['seq < ?', 'DESC', place.before] : ['seq > ?', 'ASC', place.after];
  const found = yield* rows<{ readonly seq: number }>(
    `SELECT seq FROM thread_messages WHERE thread = ? AND ${condition} ORDER BY seq ${order} LIMIT ?`,
    thread,
    from,
    limit,
  );
  return found.map(({ seq }) => seq);
}

/** Messages that have threads, as far as a reader may see them. */
export function* rootsFor(
  reader: number,
  conversation: number,
  roots: readonly number[],
): Query<readonly StoredMessage[]> {
  const visible = yield* visibleTo(conversation, reader);
  const seen = roots.filter((root) => visible !== undefined && isVisible(visible.intervals, root));
  return yield* messagesAt(placesOf(conversation, seen), reader);
}

function placesOf(conversation: number, seqs: readonly number[]) {
  return seqs.map((seq) => [conversation, seq] as const);
}

const ALL = Number.MAX_SAFE_INTEGER;

/** What concerns a reader of the threads of these messages. Those that the reader has nothing to do with are not there. */
export function* ownThreads(
  reader: number,
  conversation: number,
  roots: readonly number[],
): Query<readonly OwnThread[]> {
  const visible = yield* visibleTo(conversation, reader);
  if (visible === undefined) return [];
  const own = new Map<number, OwnThread>();
  for (const span of spansAbove(visible.intervals, Math.min(...roots), ALL)) {
    for (const { root, follows, read, unread } of yield* unreadIn(reader, conversation, { roots, span })) {
      const before = own.get(root)?.unread ?? 0;
      own.set(root, { root, follows: follows === 1, read, unread: before + Math.max(0, unread) });
    }
  }
  return [...own.values()];
}

interface UnreadRow {
  readonly root: number;
  readonly follows: number;
  readonly read: number;
  readonly unread: number;
}

/** What is unread of a span: the messages up to its end, less those that were read or lie before it, less recalled ones. */
function* unreadIn(
  reader: number,
  conversation: number,
  { roots, span: { from, to } }: { readonly roots: readonly number[]; readonly span: Interval },
): Query<readonly UnreadRow[]> {
  const before = from - 1;
  return yield* rows<UnreadRow>(
    `SELECT t.root, f.follows, f.read_seq AS "read",
       COALESCE((SELECT m.n FROM thread_messages m WHERE m.thread = t.id AND m.seq <= ? ORDER BY m.seq DESC LIMIT 1), 0)
       - COALESCE((SELECT m.n FROM thread_messages m WHERE m.thread = t.id
           AND m.seq <= CASE WHEN f.read_seq < ? THEN ? ELSE f.read_seq END ORDER BY m.seq DESC LIMIT 1), 0)
       - (SELECT COUNT(*) FROM recalls r WHERE r.conversation = t.conversation AND r.thread = t.root
           AND r.seq <= ? AND r.seq > CASE WHEN f.read_seq < ? THEN ? ELSE f.read_seq END) AS unread
     FROM threads t JOIN thread_followers f ON f.thread = t.id AND f."user" = ?
     WHERE t.conversation = ? AND t.root IN (?)`,
    to,
    before,
    before,
    to,
    before,
    before,
    reader,
    conversation,
    roots,
  );
}
