/**
 * Queries on dead letters that somebody wants delivered after all.
 *
 * @module
 */
import { change, lockedRows, rows } from '../../store/sql/sql.ts';
import type { Query } from '../../store/sql/sql.ts';
import { FREE, IDLE } from './lane-queries.ts';
import { insertAttempts } from './outcome-queries.ts';
import type { Attempt, Place } from './records.ts';

/** Has some of them delivered, or all (`positions` is empty), from `now` on (Unix ms). */
export function* replayDead(webhook: number, positions: readonly number[], now: number): Query<void> {
  if (positions.length === 0)
    yield* change('UPDATE webhook_dead SET due = ? WHERE webhook = ?', now, webhook);
  else
    yield* change(
      'UPDATE webhook_dead SET due = ? WHERE webhook = ? AND position IN (?)',
      now,
      webhook,
      positions,
    );
}

/** Whether some are to be delivered. */
export function* dueDead(webhook: number, now: number, limit: number): Query<readonly number[]> {
  const found = yield* rows<{ readonly position: number }>(
    `SELECT position FROM webhook_dead WHERE webhook = ? AND due < ? AND ${FREE} ORDER BY due, position LIMIT ?`,
    webhook,
    IDLE,
    now,
    now,
    limit,
  );
  return found.map(({ position }) => position);
}

/** Takes some of them. Whoever dies with it leaves it to others, at `until` (Unix ms). */
export function* takeDead(
  webhook: number,
  positions: readonly number[],
  now: number,
  until: number,
): Query<readonly Place[]> {
  const found = yield* lockedRows<Place>(
    `SELECT position, conversation, seq FROM webhook_dead
     WHERE webhook = ? AND position IN (?) AND due < ? AND ${FREE} ORDER BY position`,
    webhook,
    positions,
    IDLE,
    now,
    now,
  );
  if (found.length > 0)
    yield* change(
      'UPDATE webhook_dead SET taken = ? WHERE webhook = ? AND position IN (?)',
      until,
      webhook,
      found.map(({ position }) => position),
    );
  return found.map((each) => ({ ...each }));
}

export interface LetterOutcome {
  readonly attempt: Attempt;
  readonly isTaken: boolean;
}

/** What came of it: whatever was taken is gone, as is what has nothing to tell any more. `until`: as it was taken. */
export function* settleDead(
  { webhook, position }: { readonly webhook: number; readonly position: number },
  until: number,
  outcome: LetterOutcome | undefined,
): Query<void> {
  if (outcome !== undefined) yield* insertAttempts([outcome.attempt]);
  if (outcome === undefined || outcome.isTaken) {
    yield* change(
      'DELETE FROM webhook_dead WHERE webhook = ? AND position = ? AND taken = ?',
      webhook,
      position,
      until,
    );
    return;
  }
  const { time, status, trouble } = outcome.attempt;
  yield* change(
    `UPDATE webhook_dead SET due = ?, taken = 0, tries = tries + 1, time = ?, status = ?, trouble = ?
     WHERE webhook = ? AND position = ? AND taken = ?`,
    IDLE,
    time,
    status,
    trouble,
    webhook,
    position,
    until,
  );
}
