/**
 * What is pinned in a conversation.
 *
 * @module
 */
import { isVisible } from '../../store/log/intervals.ts';
import type { StoredMessage } from '../../store/log/log.ts';
import { messageAt, visibleTo } from '../../store/log/reading.ts';
import { rows } from '../../store/sql/sql.ts';
import type { Query } from '../../store/sql/sql.ts';

/** The pinned messages that a reader may see, the last one that was pinned first. Undefined: they are no reader. */
export function* pinned(conversation: number, reader: number): Query<readonly StoredMessage[] | undefined> {
  const visible = yield* visibleTo(conversation, reader);
  if (visible === undefined) return undefined;
  const found = yield* rows<{ readonly seq: number }>(
    'SELECT seq FROM pins WHERE conversation = ? ORDER BY pinned_seq DESC',
    conversation,
  );
  const messages: StoredMessage[] = [];
  for (const { seq } of found) {
    const message = isVisible(visible.intervals, seq)
      ? yield* messageAt(conversation, seq, reader)
      : undefined;
    if (message?.state !== undefined) messages.push(message);
  }
  return messages;
}
