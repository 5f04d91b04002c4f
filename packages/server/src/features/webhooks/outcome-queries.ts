/**
 * What came of attempts to deliver.
 *
 * @module
 */
import { change, insertAll, lockedRows, row, rows } from '../../store/sql/sql.ts';
import type { Insert, Query, Value } from '../../store/sql/sql.ts';
import { putLane, wakeLanes } from './lane-queries.ts';
import type { LaneProgress } from './lane-queries.ts';
import type { Attempt, AttemptRecord, DeadLetter } from './records.ts';

/** Failures in a row after which a receiver is left alone for a while. */
export const MAX_FAILURES = 3;

export interface Outcome {
  readonly webhook: number;
  readonly progress: LaneProgress;
  readonly attempts: readonly Attempt[];
  readonly dead: readonly DeadLetter[];
  /** What the last attempt says of the receiver; undefined: there was none. */
  readonly verdict: Verdict | undefined;
}

export type Verdict =
  | { readonly type: 'works' }
  /** `startedAt`: when the attempt began (Unix ms). */
  | { readonly type: 'fails'; readonly startedAt: number; readonly trouble: string; readonly rests: Rests }
  /** It wants nothing any more, or takes nothing for too long. */
  | { readonly type: 'off'; readonly trouble: string };

/** How long a receiver is left alone, by the number of failures in a row; the first is for one failure (ms). */
export interface Rests {
  readonly byFailures: readonly number[];
  /** What it asked for, at least. */
  readonly askedMs: number;
}

/** Writes what came of a turn of one lane. Returns whether the webhook was turned off by it. */
export function* settle(outcome: Outcome, now: number): Query<boolean> {
  const { webhook, progress, attempts, dead, verdict } = outcome;
  // The webhook before its lanes, as everywhere.
  const isOff = verdict !== undefined && (yield* judge(webhook, verdict, now));
  yield* putLane(progress, now);
  yield* insertAll(DEAD, dead.map(deadRow));
  yield* insertAttempts(attempts);
  return isOff;
}

function* judge(webhook: number, verdict: Verdict, now: number): Query<boolean> {
  const [found] = yield* lockedRows<HealthRow>(
    `SELECT failures, failing_since, failed_at, off_since FROM webhooks WHERE id = ?`,
    webhook,
  );
  if (found === undefined) return false;
  switch (verdict.type) {
    case 'works':
      yield* change(
        `UPDATE webhooks SET failures = 0, failing_since = 0, failed_at = 0, rests_until = 0, trouble = '', succeeded_at = ?
         WHERE id = ?`,
        now,
        webhook,
      );
      if (found.failures >= MAX_FAILURES) yield* wakeLanes(webhook, now);
      return false;
    case 'off':
      if (found.off_since > 0) return false;
      yield* change(
        'UPDATE webhooks SET off_since = ?, trouble = ? WHERE id = ?',
        now,
        verdict.trouble,
        webhook,
      );
      return true;
    case 'fails':
      yield* fail(webhook, found, verdict, now);
      return false;
  }
}

interface HealthRow {
  readonly failures: number;
  readonly failing_since: number;
  readonly failed_at: number;
  readonly off_since: number;
}

function* fail(
  webhook: number,
  found: HealthRow,
  { startedAt, trouble, rests }: Extract<Verdict, { readonly type: 'fails' }>,
  now: number,
): Query<void> {
  // What ran side by side has failed for the same reason.
  const isAnother = startedAt >= found.failed_at;
  const failures = found.failures + (isAnother ? 1 : 0);
  const { byFailures, askedMs } = rests;
  const usual = isAnother ? (byFailures[Math.min(failures, byFailures.length) - 1] ?? 0) : 0;
  const restMs = Math.max(usual, askedMs);
  yield* change(
    'UPDATE webhooks SET failures = ?, failing_since = ?, failed_at = ?, trouble = ? WHERE id = ?',
    failures,
    found.failing_since || startedAt,
    isAnother ? now : found.failed_at,
    trouble,
    webhook,
  );
  if (restMs > 0)
    yield* change(
      'UPDATE webhooks SET rests_until = ?, rest_ms = ? WHERE id = ? AND rests_until < ?',
      now + restMs,
      restMs,
      webhook,
      now + restMs,
    );
}

const ATTEMPT: Insert = {
  table: 'webhook_attempts',
  columns: {
    webhook: 'int',
    conversation: 'int',
    position: 'int',
    seq: 'int',
    events: 'int',
    time: 'int',
    status: 'int',
    took_ms: 'int',
    trouble: 'text',
    tries: 'int',
  },
};

export function* insertAttempts(attempts: readonly Attempt[]): Query<void> {
  yield* insertAll(ATTEMPT, attempts.map(attemptRow));
}

function attemptRow(attempt: Attempt): readonly Value[] {
  const { webhook, conversation, position, seq, events, time, status, tookMs, trouble, tries } = attempt;
  return [webhook, conversation, position, seq, events, time, status, tookMs, trouble, tries];
}

const DEAD: Insert = {
  table: 'webhook_dead',
  columns: {
    webhook: 'int',
    position: 'int',
    conversation: 'int',
    seq: 'int',
    time: 'int',
    status: 'int',
    trouble: 'text',
    tries: 'int',
  },
  onConflict: {
    key: ['webhook', 'position'],
    set: { tries: 'new', status: 'new', trouble: 'new', time: 'new' },
  },
};

function deadRow({
  webhook,
  position,
  conversation,
  seq,
  time,
  status,
  trouble,
  tries,
}: DeadLetter): readonly Value[] {
  return [webhook, position, conversation, seq, time, status, trouble, tries];
}

interface AttemptRow extends Omit<AttemptRecord, 'tookMs'> {
  readonly took_ms: number;
}

/** Attempts after an id; without one (0) the last ones. Oldest first. */
export function* attemptsOf(webhook: number, after: number, limit: number): Query<readonly AttemptRecord[]> {
  const found = yield* rows<AttemptRow>(
    `SELECT id, webhook, conversation, position, seq, events, time, status, took_ms, trouble, tries FROM webhook_attempts
     WHERE webhook = ? AND id > ? ORDER BY id ${after === 0 ? 'DESC' : 'ASC'} LIMIT ?`,
    webhook,
    after,
    limit,
  );
  const records = found.map(({ took_ms: tookMs, ...each }) => ({ ...each, tookMs }));
  return after === 0 ? records.reverse() : records;
}

/** Keeps the last attempts of a webhook. False: there are no more of them. */
export function* trimAttempts(webhook: number, keep: number, limit: number): Query<boolean> {
  const last = yield* row<{ readonly id: number }>(
    `SELECT id FROM webhook_attempts WHERE webhook = ? ORDER BY id DESC LIMIT 1 OFFSET ${keep}`,
    webhook,
  );
  if (last === undefined) return false;
  const old = yield* rows<{ readonly id: number }>(
    'SELECT id FROM webhook_attempts WHERE webhook = ? AND id <= ? ORDER BY id LIMIT ?',
    webhook,
    last.id,
    limit,
  );
  yield* change(
    'DELETE FROM webhook_attempts WHERE id IN (?)',
    old.map(({ id }) => id),
  );
  return old.length === limit;
}

/** By position. */
export function* deadLetters(webhook: number, after: number, limit: number): Query<readonly DeadLetter[]> {
  const found = yield* rows<DeadLetter>(
    `SELECT webhook, position, conversation, seq, time, status, trouble, tries FROM webhook_dead
     WHERE webhook = ? AND position > ? ORDER BY position LIMIT ?`,
    webhook,
    after,
    limit,
  );
  return found.map((each) => ({ ...each }));
}

export function* deadCounts(): Query<readonly { readonly webhook: number; readonly count: number }[]> {
  const found = yield* rows<{ readonly webhook: number; readonly count: number }>(
    'SELECT webhook, COUNT(*) AS count FROM webhook_dead GROUP BY webhook',
  );
  return found.map((each) => ({ ...each }));
}
