/**
 * What a message said before it was edited.
 *
 * @module
 */
import { isVisible } from '../../store/log/intervals.ts';
import { messageWithState } from '../../store/log/folds.ts';
import type { StoredMessage } from '../../store/log/log.ts';
import { visibleTo } from '../../store/log/reading.ts';
import { rows } from '../../store/sql/sql.ts';
import type { Query } from '../../store/sql/sql.ts';

/** The message as it was sent, and its edits. Undefined: the reader may not see it, or there is none. */
export function* editsOf(
  conversation: number,
  seq: number,
  reader: number,
): Query<readonly StoredMessage[] | undefined> {
  const visible = yield* visibleTo(conversation, reader);
  if (visible === undefined || !isVisible(visible.intervals, seq)) return undefined;
  const target = yield* messageWithState(conversation, seq);
  if (target === undefined) return undefined;
  const seqs = [seq, ...target.wordsIn];
  const found = yield* rows<Pick<StoredMessage, 'seq' | 'sender' | 'time' | 'content'>>(
    'SELECT seq, sender, time, content FROM messages WHERE conversation = ? AND seq IN (?) ORDER BY seq',
    conversation,
    seqs,
  );
  return found.map((each) => ({ ...each, conversation, clientId: undefined }));
}
