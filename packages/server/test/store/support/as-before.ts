/**
 * Writes as the version before counting did, and as effects do.
 *
 * @module
 */
import { eraseMessage } from '../../../src/store/log/erase.ts';
import { messageWithState } from '../../../src/store/log/folds.ts';
import { setMentions } from '../../../src/store/log/mentions.ts';
import { insertMessage } from '../../../src/store/log/append.ts';
import { change, lockedRows } from '../../../src/store/sql/sql.ts';
import type { Query } from '../../../src/store/sql/sql.ts';
import type { Append } from '../../../src/store/log/log.ts';
import type { Storage } from '../../../src/store/storage.ts';

/** Appends as a node of the version before does, which does not count. Returns the seq. */
export function* appendAsBefore(append: Omit<Append, 'version'>): Query<number> {
  const [found] = yield* lockedRows<{ readonly head: number }>(
    'SELECT head FROM conversations WHERE id = ?',
    append.conversation,
  );
  const seq = (found?.head ?? 0) + 1;
  yield* insertMessage(append, seq);
  yield* change(
    'UPDATE conversations SET head = ?, changed = ? WHERE id = ?',
    seq,
    append.time,
    append.conversation,
  );
  return seq;
}

/** Erases a message as a recall does. */
export function* erase(
  conversation: number,
  seq: number,
  instead: Uint8Array,
  counted: boolean,
): Query<void> {
  const target = yield* messageWithState(conversation, seq);
  if (target === undefined) return;
  yield* eraseMessage(target, instead, counted);
  yield* setMentions(target, []);
}

export const STORAGE: Storage = {
  name: 'as-before',
  module: import.meta.url,
  writes: { appendAsBefore, erase },
};
