/**
 * What the sample feature keeps in the store.
 *
 * @module
 */
import { insertAll, insertNew, int, row, rows, table } from '@posthorn/server/storage';
import type { EffectKind, Insert, Query, Storage } from '@posthorn/server/storage';

export interface RollRecord {
  readonly seq: number;
  readonly user: number;
  readonly value: number;
}

const ROLLS = table({
  name: 'sample_rolls',
  columns: { conversation: int, seq: int, user: int, value: int },
  primaryKey: ['conversation', 'seq'],
  countedAs: 'rolls',
});

const NEW_ROLL: Insert = {
  table: 'sample_rolls',
  columns: { conversation: 'int', seq: 'int', user: 'int', value: 'int' },
};

/** How far its follower has seen a conversation. */
const SEEN = table({
  name: 'sample_seen',
  columns: { conversation: int, seq: int },
  primaryKey: ['conversation'],
});

const NEW_SEEN: Insert = {
  table: 'sample_seen',
  columns: { conversation: 'int', seq: 'int' },
  onConflict: { key: ['conversation'], set: { seq: 'higher' } },
};

/** A roll is written with the message that tells of it. */
export type RollEffect = { readonly type: 'sample-roll'; readonly value: number };

const ROLL_EFFECT: EffectKind = {
  raisesVersion: false,
  *apply({ conversation, seq, append }, { value }: RollEffect) {
    yield* insertNew(NEW_ROLL, conversation.id, seq, append.sender, value);
    return true;
  },
};

/** The rolls of a conversation, by seq. */
export function* rollsOf(conversation: number): Query<readonly RollRecord[]> {
  const found = yield* rows<RollRecord>(
    'SELECT seq, "user", value FROM sample_rolls WHERE conversation = ? ORDER BY seq',
    conversation,
  );
  return found.map(({ seq, user, value }) => ({ seq, user, value }));
}

/** 0: nothing of this conversation. */
export function* seenOf(conversation: number): Query<number> {
  const found = yield* row<{ readonly seq: number }>(
    'SELECT seq FROM sample_seen WHERE conversation = ?',
    conversation,
  );
  return found?.seq ?? 0;
}

/** Entries may come again: the highest seq stays. */
export function* noteSeen(seqs: readonly (readonly [conversation: number, seq: number])[]): Query<void> {
  yield* insertAll(NEW_SEEN, seqs);
}

/** Takes a roll back; how it is said to a conversation does not matter here. */
export function* dropRoll(conversation: number, seq: number): Query<void> {
  yield {
    kind: 'change',
    text: 'DELETE FROM sample_rolls WHERE conversation = ? AND seq = ?',
    values: [conversation, seq],
  };
}

export const STORAGE: Storage = {
  name: 'sample',
  module: import.meta.url,
  tables: [ROLLS, SEEN],
  singleReads: { rollsOf, seenOf },
  writes: { dropRoll, noteSeen },
  effects: { 'sample-roll': ROLL_EFFECT },
};
