/**
 * Gives positions to what happens in no conversation.
 *
 * @module
 */
import { change, insertAll, rows } from '../../store/sql/sql.ts';
import type { Query } from '../../store/sql/sql.ts';
import { COUNTER, EVENT, head } from './event-queries.ts';
import { wantLanes } from './lane-queries.ts';
import { matches } from './selection.ts';
import { allWebhooks } from './webhook-queries.ts';

interface NewHappening {
  readonly id: number;
  readonly type: string;
}

/** Whether something has happened that has no position yet. */
export function* isUnplaced(): Query<boolean> {
  return (yield* unplaced(1)).length > 0;
}

function* unplaced(limit: number): Query<readonly NewHappening[]> {
  return yield* rows<NewHappening>(
    'SELECT id, type FROM happenings WHERE position = 0 ORDER BY id LIMIT ?',
    limit,
  );
}

/** Gives positions to some of it; without webhooks, forgets it. Returns whether more is left. `now`: Unix ms. */
export function* placeHappenings(limit: number, now: number): Query<boolean> {
  const first = (yield* head('locked')) + 1;
  const found = yield* unplaced(limit);
  if (found.length === 0) return false;
  // Read after it happened: a webhook that was there before misses nothing of it.
  const webhooks = yield* allWebhooks();
  if (webhooks.length === 0) {
    yield* change(
      'DELETE FROM happenings WHERE id IN (?)',
      found.map(({ id }) => id),
    );
    return found.length === limit;
  }
  yield* insertAll(
    EVENT,
    found.map(({ id }, index) => [0, first + index, id, 1, now]),
  );
  for (const [index, { id }] of found.entries())
    yield* change('UPDATE happenings SET position = ? WHERE id = ?', first + index, id);
  yield* change('UPDATE webhook_counters SET value = ? WHERE name = ?', first + found.length - 1, COUNTER);
  const wanted = webhooks.flatMap(({ id, since, events, conversations }) => {
    const last = found.findLastIndex(({ type }) => conversations.length === 0 && matches(events, type));
    return last < 0 ? [] : [{ webhook: id, conversation: 0, wanted: first + last, done: since }];
  });
  yield* wantLanes(wanted, now);
  return found.length === limit;
}
