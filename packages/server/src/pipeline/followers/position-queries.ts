/**
 * How far a follower has come, conversation by conversation.
 *
 * @module
 */
import { getMeta } from '../../store/sql/meta.ts';
import { change, insertAll, insertNew, LAST_CODE_POINT, lockedRows, row, rows } from '../../store/sql/sql.ts';
import type { Insert, Query, Value } from '../../store/sql/sql.ts';
import type { Held } from './lease-queries.ts';

/** What one follower has handled. */
export interface PositionWrite extends Held {
  /** The new mark; undefined leaves it. */
  readonly mark: number | undefined;
  /** Pairs of conversation and seq, one after the other. */
  readonly moves: readonly number[];
}

interface PositionRow {
  readonly conversation: number;
  readonly seq: number;
}

/** Pairs of conversation and seq, one after the other. Conversations without a position are left out. */
export function* positions(
  follower: number,
  conversations: readonly number[],
): Query<Float64Array<ArrayBuffer>> {
  const found = yield* rows<PositionRow>(
    'SELECT conversation, seq FROM follower_positions WHERE follower = ? AND conversation IN (?)',
    follower,
    conversations,
  );
  return Float64Array.from(found.flatMap(({ conversation, seq }) => [conversation, seq]));
}

const COLUMNS = { follower: 'int', conversation: 'int', seq: 'int' } as const;
const KEY = ['follower', 'conversation'];
export const ADVANCED: Insert = {
  table: 'follower_positions',
  columns: COLUMNS,
  onConflict: { key: KEY, set: { seq: 'higher' } },
};
const REWOUND: Insert = { ...ADVANCED, onConflict: { key: KEY, set: { seq: 'new' } } };

/**
 * Notes what was handled. For each of them false when its follower is held by another router now, or the database was
 * restored: nothing is noted.
 */
export function* writePositions(writes: readonly PositionWrite[]): Query<readonly boolean[]> {
  const outcomes: boolean[] = [];
  const now = yield* getMeta('epoch');
  for (const { follower, fence, epoch, mark, moves } of writes) {
    const isHeld = (yield* locked(follower))?.fence === fence && epoch === now;
    outcomes.push(isHeld);
    if (!isHeld) continue;
    yield* insertAll(ADVANCED, rowsOf(follower, moves));
    if (mark !== undefined) yield* change('UPDATE followers SET mark = ? WHERE id = ?', mark, follower);
  }
  return outcomes;
}

/** In the order of the key, so that neighbours are written together. */
function rowsOf(follower: number, moves: readonly number[]): readonly (readonly Value[])[] {
  const made: [number, number, number][] = [];
  for (let at = 0; at < moves.length; at += 2) made.push([follower, moves[at] ?? 0, moves[at + 1] ?? 0]);
  return made.sort(([, a], [, b]) => a - b);
}

interface LockedRow {
  readonly fence: number;
  readonly seeded: number;
  readonly seed_through: number;
}

/** Nobody else takes it, and its holder does not write, until the transaction ends. */
function* locked(follower: number): Query<LockedRow | undefined> {
  return (yield* lockedRows<LockedRow>(
    'SELECT fence, seeded, seed_through FROM followers WHERE id = ?',
    follower,
  ))[0];
}

/**
 * Notes the heads of some conversations as handled, for a follower that starts at what is there. `done`: of all of
 * them. `lost`: it is held by another router now.
 */
export function* seed(
  { follower, fence }: Pick<Held, 'follower' | 'fence'>,
  limit: number,
): Query<'more' | 'done' | 'lost'> {
  const found = yield* locked(follower);
  if (found?.fence !== fence) return 'lost';
  const { seeded, seed_through: through } = found;
  if (seeded >= through) return 'done';
  const page = yield* row<{ readonly last: number | null }>(
    `SELECT MAX(id) AS last FROM
       (SELECT id FROM conversations WHERE id > ? AND id <= ? ORDER BY id LIMIT ?) AS page`,
    seeded,
    through,
    limit,
  );
  const last = page?.last ?? through;
  yield* change(
    `INSERT INTO follower_positions (follower, conversation, seq)
     SELECT f.id, c.id, c.head FROM conversations c JOIN followers f ON f.id = ?
     WHERE c.id > ? AND c.id <= ? AND c.head > 0 AND NOT EXISTS
       (SELECT 1 FROM follower_positions p WHERE p.follower = f.id AND p.conversation = c.id)`,
    follower,
    seeded,
    last,
  );
  yield* change('UPDATE followers SET seeded = ? WHERE id = ?', last, follower);
  return last < through ? 'more' : 'done';
}

/** Where a follower is to go on in a conversation: after `seq`. */
export type Rewound = readonly [conversation: number, seq: number];

/**
 * Takes a follower back, so that it sees entries again. Whoever runs it loses it and takes it anew. False: there is
 * no such follower.
 */
export function* rewind(name: string, to: readonly Rewound[]): Query<boolean> {
  const [found] = yield* lockedRows<{ readonly id: number; readonly mark: number }>(
    'SELECT id, mark FROM followers WHERE name = ?',
    name,
  );
  if (found === undefined) return false;
  if (to.length === 0) return true;
  const oldest = yield* row<{ readonly changed: number | null }>(
    'SELECT MIN(changed) AS changed FROM conversations WHERE id IN (?)',
    to.map(([conversation]) => conversation),
  );
  yield* insertAll(
    REWOUND,
    to.map(([conversation, seq]) => [found.id, conversation, seq]),
  );
  yield* change(
    `UPDATE followers SET holder = '', fence = fence + 1, mark = ? WHERE id = ?`,
    Math.min(found.mark, oldest?.changed ?? found.mark),
    found.id,
  );
  return true;
}

const RESTARTED: Insert = { table: 'followers', columns: { name: 'text', fence: 'int' } };
/** What a follower is called whose positions count no more. No follower has such a name. */
const PAST = '~';

/**
 * Takes a follower back to the beginning of all conversations. Whoever runs it loses it and takes it anew. Its old positions are
 * dropped by {@link dropPast}. False: there is no such follower.
 */
export function* restart(name: string): Query<boolean> {
  const [found] = yield* lockedRows<{ readonly id: number; readonly fence: number }>(
    'SELECT id, fence FROM followers WHERE name = ?',
    name,
  );
  if (found === undefined) return false;
  yield* change(
    `UPDATE followers SET name = ?, holder = '', fence = fence + 1 WHERE id = ?`,
    `${PAST}${found.id}`,
    found.id,
  );
  // Another fence than the one before, so that its holder notices.
  yield* insertNew(RESTARTED, name, found.fence + 1);
  return true;
}

/** Drops some positions of followers that were restarted. False: there are no more. */
export function* dropPast(limit: number): Query<boolean> {
  const past = yield* row<{ readonly id: number }>(
    'SELECT id FROM followers WHERE name >= ? AND name < ? ORDER BY name LIMIT 1',
    PAST,
    `${PAST}${LAST_CODE_POINT}`,
  );
  if (past === undefined) return false;
  const found = yield* rows<{ readonly conversation: number }>(
    'SELECT conversation FROM follower_positions WHERE follower = ? ORDER BY conversation LIMIT ?',
    past.id,
    limit,
  );
  const last = found.at(-1)?.conversation ?? 0;
  yield* change('DELETE FROM follower_positions WHERE follower = ? AND conversation <= ?', past.id, last);
  if (found.length < limit) yield* change('DELETE FROM followers WHERE id = ?', past.id);
  return true;
}
