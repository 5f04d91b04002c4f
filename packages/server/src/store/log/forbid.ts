/**
 * Forbids messages, so that they are never written. A note with the sender and client id is stored among the messages.
 * The unique index that prevents duplicates then also prevents these messages, at no cost to others.
 *
 * @module
 */
import { createHash } from 'node:crypto';
import type { Forbidden, ForbidOutcome } from './log.ts';
import { earlierOutcome, MESSAGE } from './append.ts';
import { keyOf, sentBefore } from './append-set.ts';
import { insertAll } from '../sql/sql.ts';
import type { Query, Value } from '../sql/sql.ts';

const NOTHING = new Uint8Array(0);

/** LogStore.forbid. */
export function* forbid(batch: readonly Forbidden[]): Query<readonly ForbidOutcome[]> {
  if (batch.length === 0) return [];
  const sent = yield* sentBefore(batch);
  const notes = new Map<string, readonly Value[]>();
  const outcomes = batch.map((message): ForbidOutcome => {
    const { sender, clientId, time } = message;
    const key = keyOf(sender, clientId);
    const earlier = earlierOutcome(message, sent.get(key));
    if (earlier !== undefined) return earlier;
    notes.set(key, [-sender, placeOf(message), sender, clientId, time, NOTHING]);
    return { status: 'forbidden' };
  });
  // If another process writes one of them right now, the transaction is rolled back, and the next attempt finds it.
  yield* insertAll(MESSAGE, [...notes.values()]);
  return outcomes;
}

/**
 * Notes of a sender are stored under a negative conversation id, with this number as seq. The number has 48 bits and
 * includes the time: otherwise a sender could search for two client ids with the same number, and forbidding them would
 * fail.
 */
function placeOf({ clientId, time }: Forbidden): number {
  return createHash('sha256').update(`${time} ${clientId}`).digest().readUIntBE(0, 6);
}
