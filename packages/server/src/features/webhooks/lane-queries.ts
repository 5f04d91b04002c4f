/**
 * Queries on what waits for webhooks, conversation by conversation.
 *
 * @module
 */
import { change, insertAll, lockedRows, rows } from '../../store/sql/sql.ts';
import type { Insert, Query } from '../../store/sql/sql.ts';
import type { Lane } from './records.ts';

/** Nothing to do until something happens. */
export const IDLE: number = Number.MAX_SAFE_INTEGER;
/** Whoever has taken something for so long has died. */
export const TAKEN_MS = 30_000;

/**
 * What nobody has. Whatever seems to be taken for longer than it can be was taken before the clock was set back. The column
 * stands beside the number: PostgreSQL would take a parameter there for a small integer.
 */
export const FREE = `(taken <= ? OR taken - ${TAKEN_MS} > ?)`;

export interface WantedLane {
  readonly webhook: number;
  readonly conversation: number;
  readonly wanted: number;
  /** `done` of a lane that is new. */
  readonly done: number;
}

const LANE: Insert = {
  table: 'webhook_lanes',
  columns: { webhook: 'int', conversation: 'int', done: 'int', wanted: 'int', due: 'int' },
  onConflict: { key: ['webhook', 'conversation'], set: { wanted: 'higher' } },
};

/** Something is to be delivered, from now on (Unix ms). What waits for another try goes on waiting. */
export function* wantLanes(lanes: readonly WantedLane[], now: number): Query<void> {
  if (lanes.length === 0) return;
  // Sorted by key, so that two processes cannot deadlock.
  const sorted = lanes.toSorted((a, b) => a.webhook - b.webhook || a.conversation - b.conversation);
  yield* insertAll(
    LANE,
    sorted.map(({ webhook, conversation, wanted, done }) => [webhook, conversation, done, wanted, now]),
  );
  for (const [webhook, own] of Map.groupBy(sorted, (each) => each.webhook))
    yield* change(
      'UPDATE webhook_lanes SET due = ?, wait = 0 WHERE webhook = ? AND conversation IN (?) AND due = ?',
      now,
      webhook,
      own.map(({ conversation }) => conversation),
      IDLE,
    );
}

/** Conversations in which something is due, the longest waiting first. If the clock was set back, also what waits too long. */
export function* dueLanes(webhook: number, now: number, limit: number): Query<readonly number[]> {
  const found = yield* rows<{ readonly conversation: number }>(
    `SELECT conversation FROM webhook_lanes WHERE webhook = ? AND due < ? AND (due <= ? OR due > ? + wait) AND ${FREE}
     ORDER BY due LIMIT ?`,
    webhook,
    IDLE,
    now,
    now,
    now,
    now,
    limit,
  );
  return found.map(({ conversation }) => conversation);
}

/** The one with which to try whether the receiver is back: what has failed least, whenever it is due. */
export function* probeLane(webhook: number, now: number): Query<readonly number[]> {
  const found = yield* rows<{ readonly conversation: number }>(
    `SELECT conversation FROM webhook_lanes WHERE webhook = ? AND due < ? AND ${FREE} ORDER BY tries, due LIMIT 1`,
    webhook,
    IDLE,
    now,
    now,
  );
  return found.map(({ conversation }) => conversation);
}

interface LaneRow {
  readonly webhook: number;
  readonly conversation: number;
  readonly done: number;
  readonly wanted: number;
  readonly tries: number;
  readonly failing_since: number;
}

/** Takes some of them. Whoever dies with it leaves it to others, at `until` (Unix ms). */
export function* takeLanes(
  webhook: number,
  conversations: readonly number[],
  now: number,
  until: number,
): Query<readonly Lane[]> {
  if (conversations.length === 0) return [];
  const found = yield* lockedRows<LaneRow>(
    `SELECT webhook, conversation, done, wanted, tries, failing_since FROM webhook_lanes
     WHERE webhook = ? AND conversation IN (?) AND due < ? AND ${FREE} ORDER BY conversation`,
    webhook,
    conversations,
    IDLE,
    now,
    now,
  );
  if (found.length === 0) return [];
  yield* change(
    'UPDATE webhook_lanes SET taken = ? WHERE webhook = ? AND conversation IN (?)',
    until,
    webhook,
    found.map(({ conversation }) => conversation),
  );
  return found.map(({ failing_since: failingSince, ...each }) => ({ ...each, failingSince }));
}

/** How far a lane has come. */
export interface LaneProgress {
  readonly lane: Lane;
  /** As it was taken. */
  readonly until: number;
  readonly done: number;
  readonly tries: number;
  readonly failingSince: number;
  /** How long to wait before going on, if something is left. */
  readonly waitMs: number;
}

/** By so much at most replays lower `taken` while somebody has a lane. Whoever has it next took it much later. */
const MAX_REPLAYS = 1000;

/** Gives a lane back. Whoever had it replayed meanwhile has it begin where they said. */
export function* putLane(progress: LaneProgress, now: number): Query<void> {
  const { lane, until, done, tries, failingSince, waitMs } = progress;
  const { webhook, conversation } = lane;
  const moved = yield* change(
    `UPDATE webhook_lanes SET done = ?, tries = ?, failing_since = ?, wait = ?, taken = 0,
       due = CASE WHEN wanted > ? THEN ? ELSE ${IDLE} END
     WHERE webhook = ? AND conversation = ? AND taken = ? AND done = ?`,
    done,
    tries,
    failingSince,
    waitMs,
    done,
    now + waitMs,
    webhook,
    conversation,
    until,
    lane.done,
  );
  if (moved > 0) return;
  yield* change(
    `UPDATE webhook_lanes SET taken = 0, due = ?, wait = 0
     WHERE webhook = ? AND conversation = ? AND taken > ? AND taken <= ?`,
    now,
    webhook,
    conversation,
    until - MAX_REPLAYS,
    until,
  );
}

/** The receiver is back: whatever waits for another try is tried now. */
export function* wakeLanes(webhook: number, now: number): Query<void> {
  yield* change(
    'UPDATE webhook_lanes SET due = ?, wait = 0 WHERE webhook = ? AND due > ? AND due < ?',
    now,
    webhook,
    now,
    IDLE,
  );
}

/** Whatever waits is tried now (Unix ms), as if it had never failed. */
export function* restartLanes(webhook: number, now: number): Query<void> {
  yield* change(
    'UPDATE webhook_lanes SET due = ?, wait = 0, tries = 0, failing_since = 0 WHERE webhook = ? AND due < ?',
    now,
    webhook,
    IDLE,
  );
}

export interface LaneCounts {
  readonly webhook: number;
  readonly waiting: number;
  /** The lowest position up to which all is done, of those that wait; 0: none does. */
  readonly done: number;
  /** Since when the longest waiting one is due (Unix ms); 0: none. */
  readonly due: number;
}

export function* laneCounts(): Query<readonly LaneCounts[]> {
  const found = yield* rows<LaneCounts>(
    `SELECT webhook, COUNT(*) AS waiting, MIN(done) AS done, MIN(due) AS due FROM webhook_lanes
     WHERE due < ? GROUP BY webhook`,
    IDLE,
  );
  return found.map((each) => ({ ...each }));
}

/** One page of a replay: conversations after this one with events from a position on. */
export interface ReplayPage {
  readonly webhook: number;
  readonly from: number;
  readonly after: number;
  readonly limit: number;
}

/** Goes back to before `from` in some conversations. Returns the last of them; undefined: these were all. */
export function* replayLanes(page: ReplayPage, now: number): Query<number | undefined> {
  const { webhook, from, after, limit } = page;
  const found = yield* rows<{ readonly conversation: number; readonly last: number }>(
    `SELECT conversation, MAX(position + count - 1) AS last FROM webhook_events WHERE conversation > ?
     GROUP BY conversation HAVING MAX(position + count - 1) >= ? ORDER BY conversation LIMIT ?`,
    after,
    from,
    limit,
  );
  if (found.length === 0) return undefined;
  yield* insertAll(
    LANE,
    found.map(({ conversation, last }) => [webhook, conversation, from - 1, last, now]),
  );
  // Whoever has one now notices by `taken`, also if what they have delivered is not noted yet.
  yield* change(
    `UPDATE webhook_lanes SET done = CASE WHEN done > ? THEN ? ELSE done END, due = ?, wait = 0, tries = 0, failing_since = 0,
       taken = CASE WHEN taken > 0 THEN taken - 1 ELSE 0 END
     WHERE webhook = ? AND conversation IN (?)`,
    from - 1,
    from - 1,
    now,
    webhook,
    found.map(({ conversation }) => conversation),
  );
  return found.length < limit ? undefined : found.at(-1)?.conversation;
}
