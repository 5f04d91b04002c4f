/**
 * Lets old messages expire. Their rows stay, without words and time: seqs stay dense (promise 3), followers miss nothing,
 * and a late repeat is still recognised (promise 2). Nobody sees them: what a reader may see begins at `kept_from`.
 *
 * @module
 */
import { releaseSpan } from '../files/uses.ts';
import { endOfSlots, SLOT_TABLES, slotOf } from '../slots.ts';
import { change, erasing, lockedRows, row, rows } from '../sql/sql.ts';
import type { Query } from '../sql/sql.ts';

const NOTHING = new Uint8Array(0);

/** Some conversations that have expired messages. `through`: the id up to which it has looked; undefined: all. */
export interface Expired {
  readonly conversations: readonly number[];
  readonly through: number | undefined;
}

/** Looks at the `span` ids after `after` for conversations whose first kept message is older than `before` (Unix ms). */
export function* withExpired(after: number, span: number, before: number): Query<Expired> {
  const through = after + span;
  const found = yield* rows<{ readonly id: number }>(
    `SELECT c.id FROM conversations c JOIN messages m ON m.conversation = c.id AND m.seq = c.kept_from
     WHERE c.id > ? AND c.id <= ? AND m.time < ? ORDER BY c.id`,
    after,
    through,
    before,
  );
  const next = yield* row('SELECT 1 AS found FROM conversations WHERE id > ? LIMIT 1', through);
  return { conversations: found.map(({ id }) => id), through: next === undefined ? undefined : through };
}

/**
 * Lets the first kept messages of a conversation expire, as far as they are older than `before` (Unix ms), at most `limit`
 * of them. Resolves with how many. Times need not rise with seqs: a younger message keeps what follows it.
 */
export function* expire(conversation: number, before: number, limit: number): Query<number> {
  const keptFrom = yield* lockedKeptFrom(conversation);
  if (keptFrom === undefined) return 0;
  const found = yield* rows<{ readonly time: number }>(
    'SELECT time FROM messages WHERE conversation = ? AND seq BETWEEN ? AND ? ORDER BY seq',
    conversation,
    keptFrom,
    keptFrom + limit - 1,
  );
  const younger = found.findIndex(({ time }) => time >= before);
  const count = younger < 0 ? found.length : younger;
  yield* expireFirst(conversation, keptFrom, count);
  return count;
}

/** Lets everything expire that a conversation has, in one go. For small ones. */
export function* expireAll(conversation: number): Query<void> {
  const keptFrom = yield* lockedKeptFrom(conversation);
  const found = yield* row<{ readonly head: number }>(
    'SELECT head FROM conversations WHERE id = ?',
    conversation,
  );
  if (keptFrom === undefined || found === undefined) return;
  yield* expireFirst(conversation, keptFrom, found.head - keptFrom + 1);
}

function* lockedKeptFrom(conversation: number): Query<number | undefined> {
  const [found] = yield* lockedRows<{ readonly kept_from: number }>(
    'SELECT kept_from FROM conversations WHERE id = ?',
    conversation,
  );
  return found?.kept_from;
}

function* expireFirst(conversation: number, keptFrom: number, count: number): Query<void> {
  if (count <= 0) return;
  const next = keptFrom + count;
  yield* dropSlots(conversation, keptFrom, next - 1);
  yield* releaseSpan(conversation, keptFrom, next - 1);
  yield* erasing(
    'UPDATE messages SET content = ?, time = 0 WHERE conversation = ? AND seq BETWEEN ? AND ?',
    NOTHING,
    conversation,
    keptFrom,
    next - 1,
  );
  for (const table of ['states', 'mentions']) {
    yield* change(
      `DELETE FROM ${table} WHERE conversation = ? AND seq BETWEEN ? AND ?`,
      conversation,
      keptFrom,
      next - 1,
    );
  }
  yield* change('UPDATE conversations SET kept_from = ? WHERE id = ?', next, conversation);
}

/** Messages of which slots go in one statement. */
const SLOTS = 100;

/** What users keep with these messages. Where there is something, the message has a state. */
function* dropSlots(conversation: number, from: number, to: number): Query<void> {
  const found = yield* rows<{ readonly seq: number }>(
    'SELECT seq FROM states WHERE conversation = ? AND seq BETWEEN ? AND ? ORDER BY seq',
    conversation,
    from,
    to,
  );
  for (let at = 0; at < found.length; at += SLOTS) {
    const some = found.slice(at, at + SLOTS);
    const ranges = some.map(() => '(slot > ? AND slot < ?)').join(' OR ');
    const bounds = some.flatMap(({ seq }) => [slotOf(seq, 0), endOfSlots(seq)]);
    for (const table of SLOT_TABLES) {
      yield* change(`DELETE FROM ${table} WHERE conversation = ? AND (${ranges})`, conversation, ...bounds);
    }
  }
}
