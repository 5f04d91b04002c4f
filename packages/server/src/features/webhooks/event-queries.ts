/**
 * Queries on events: which there are, and what they tell of.
 *
 * @module
 */
import { change, insertAll, insertNew, lockedRows, row, rows } from '../../store/sql/sql.ts';
import type { Insert, Query } from '../../store/sql/sql.ts';
import { wantLanes } from './lane-queries.ts';
import type { EntrySpan, StoredEvent } from './records.ts';

export const COUNTER = 'head';
const NEW_COUNTER: Insert = {
  table: 'webhook_counters',
  columns: { name: 'text', value: 'int' },
  onConflict: { key: ['name'] },
};

/** The position of the last event. `locked`: no other one is made before this transaction ends. */
export function* head(how: 'locked' | 'free'): Query<number> {
  if (how === 'locked') yield* insertNew(NEW_COUNTER, COUNTER, 0);
  const text = 'SELECT value FROM webhook_counters WHERE name = ?';
  const read = how === 'locked' ? lockedRows<{ value: number }> : rows<{ value: number }>;
  const [found] = yield* read(text, COUNTER);
  return found?.value ?? 0;
}

/** For reads alone. */
export function* currentHead(): Query<number> {
  return yield* head('free');
}

/** Which conversations of these there are, and of what kind. */
export function* kindsOf(
  conversations: readonly number[],
): Query<readonly { readonly id: number; readonly kind: string }[]> {
  const found = yield* rows<{ readonly id: number; readonly kind: string }>(
    'SELECT id, kind FROM conversations WHERE id IN (?)',
    conversations,
  );
  return found.map(({ id, kind }) => ({ id, kind }));
}

/** What a webhook wants of entries. */
export interface Wish {
  readonly webhook: number;
  readonly conversation: number;
  /** The last one that it wants. */
  readonly seq: number;
  /** See WebhookRecord. */
  readonly since: number;
}

export const EVENT: Insert = {
  table: 'webhook_events',
  columns: { conversation: 'int', position: 'int', seq: 'int', count: 'int', time: 'int' },
};

/**
 * Gives positions to entries that have none yet. `spans`: those of a conversation by rising seq. `now`: Unix ms. Positions of
 * a conversation rise with its seqs, and events become visible in the order of their positions.
 */
export function* recordEntries(
  spans: readonly EntrySpan[],
  wishes: readonly Wish[],
  now: number,
): Query<void> {
  const first = (yield* head('locked')) + 1;
  const known = yield* lastSeqs([...new Set(spans.map(({ conversation }) => conversation))]);
  let next = first;
  const made: (readonly number[])[] = [];
  /** By conversation: where an entry got its position. */
  const placed = new Map<number, { seq: number; position: number; end: number }[]>();
  for (const { conversation, seq, count } of spans) {
    const from = Math.max(seq, (known.get(conversation) ?? 0) + 1);
    const left = seq + count - from;
    if (left <= 0) continue;
    made.push([conversation, next, from, left, now]);
    const list = placed.get(conversation) ?? [];
    list.push({ seq: from, position: next, end: from + left - 1 });
    placed.set(conversation, list);
    next += left;
  }
  if (made.length === 0) return;
  yield* insertAll(EVENT, made);
  yield* change('UPDATE webhook_counters SET value = ? WHERE name = ?', next - 1, COUNTER);
  const wanted = wishes.flatMap(({ webhook, conversation, seq, since }) => {
    const span = placed.get(conversation)?.find((each) => each.seq <= seq && seq <= each.end);
    return span === undefined
      ? []
      : [{ webhook, conversation, wanted: span.position + seq - span.seq, done: since }];
  });
  yield* wantLanes(wanted, now);
}

/** The last entry of each of these conversations that has a position. */
function* lastSeqs(conversations: readonly number[]): Query<ReadonlyMap<number, number>> {
  const found = yield* rows<{ readonly id: number; readonly last: number | null }>(
    `SELECT c.id, (SELECT e.seq + e.count - 1 FROM webhook_events e WHERE e.conversation = c.id
       ORDER BY e.position DESC LIMIT 1) AS last
     FROM conversations c WHERE c.id IN (?)`,
    conversations,
  );
  return new Map(found.map(({ id, last }) => [id, last ?? 0]));
}

interface SpanRow {
  readonly position: number;
  readonly seq: number;
  readonly count: number;
}

interface EntryRow {
  readonly seq: number;
  readonly sender: number;
  readonly time: number;
  readonly content: Uint8Array;
}

/** Events of a conversation after a position, up to another one, at most `limit`. All that they tell of is of one moment. */
export function* eventsOf(
  conversation: number,
  after: number,
  through: number,
  limit: number,
): Query<readonly StoredEvent[]> {
  const places = yield* placesOf(conversation, after, through, limit);
  if (places.length === 0) return [];
  return conversation === 0 ? yield* happeningsAt(places) : yield* entriesAt(conversation, places);
}

interface EventPlace {
  readonly position: number;
  readonly seq: number;
}

function* placesOf(
  conversation: number,
  after: number,
  through: number,
  limit: number,
): Query<readonly EventPlace[]> {
  // `after` may lie within a span.
  const before = yield* row<SpanRow>(
    `SELECT position, seq, count FROM webhook_events WHERE conversation = ? AND position <= ?
     ORDER BY position DESC LIMIT 1`,
    conversation,
    after,
  );
  const found = yield* rows<SpanRow>(
    `SELECT position, seq, count FROM webhook_events WHERE conversation = ? AND position > ? AND position <= ?
     ORDER BY position LIMIT ?`,
    conversation,
    after,
    through,
    limit,
  );
  const places: EventPlace[] = [];
  for (const span of before === undefined ? found : [before, ...found]) {
    const from = Math.max(span.position, after + 1);
    const to = Math.min(span.position + span.count - 1, through);
    for (let position = from; position <= to && places.length < limit; position++)
      places.push({ position, seq: span.seq + position - span.position });
  }
  return places;
}

function* entriesAt(conversation: number, places: readonly EventPlace[]): Query<readonly StoredEvent[]> {
  const first = places[0]?.seq ?? 0;
  const last = places.at(-1)?.seq ?? 0;
  const of = yield* row<{ readonly kind: string }>(
    'SELECT kind FROM conversations WHERE id = ?',
    conversation,
  );
  // As it was said, unlike what becomes of it by edits.
  const found = yield* rows<EntryRow>(
    'SELECT seq, sender, time, content FROM messages WHERE conversation = ? AND seq BETWEEN ? AND ?',
    conversation,
    first,
    last,
  );
  const bySeq = new Map(found.map((each) => [each.seq, each]));
  return places.flatMap(({ position, seq }) => {
    const entry = bySeq.get(seq);
    if (entry === undefined) return [];
    const { sender, time, content } = entry;
    const source = { kind: 'entry', conversationKind: of?.kind ?? '', sender, time, content } as const;
    return [{ position, conversation, seq, source }];
  });
}

interface HappeningRow {
  readonly id: number;
  readonly type: string;
  readonly user: number;
  readonly time: number;
  readonly data: string;
}

function* happeningsAt(places: readonly EventPlace[]): Query<readonly StoredEvent[]> {
  const found = yield* rows<HappeningRow>(
    'SELECT id, type, "user", time, data FROM happenings WHERE id IN (?)',
    places.map(({ seq }) => seq),
  );
  const byId = new Map(found.map((each) => [each.id, each]));
  return places.flatMap(({ position, seq }) => {
    const happening = byId.get(seq);
    if (happening === undefined) return [];
    const { type, user, time, data } = happening;
    const source = { kind: 'happening', type, user, time, data } as const;
    return [{ position, conversation: 0, seq, source }];
  });
}

/** Forgets some events from before this moment (Unix ms). Returns how many rows. */
export function* removeEventsBefore(time: number, limit: number): Query<number> {
  // Positions rise with time, so no index on it is needed.
  const oldest = yield* rows<{ readonly position: number; readonly time: number }>(
    'SELECT position, time FROM webhook_events ORDER BY position LIMIT ?',
    limit,
  );
  const newer = oldest.findIndex((each) => each.time >= time);
  const last = (newer < 0 ? oldest : oldest.slice(0, newer)).at(-1);
  if (last === undefined) return 0;
  yield* change('DELETE FROM happenings WHERE position > 0 AND position <= ?', last.position);
  return yield* change('DELETE FROM webhook_events WHERE position <= ?', last.position);
}
