/**
 * Messages that are never written. A note of each lies among the messages under its sender and client id, so that the
 * index which keeps a message from being written twice keeps these from being written at all, at no cost to others.
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
  // Somebody may write one of them right now: then all is undone, and the next attempt finds it.
  yield* insertAll(MESSAGE, [...notes.values()]);
  return outcomes;
}

/**
 * Notes of a sender lie below a number that is no conversation's, in the order of this number. 48 bits, of the time too:
 * else a sender could look for two client ids with the same number, and what is forbidden with them would fail.
 */
function placeOf({ clientId, time }: Forbidden): number {
  return createHash('sha256').update(`${time} ${clientId}`).digest().readUIntBE(0, 6);
}
