/**
 * What is pinned in a conversation.
 *
 * @module
 */
import { isVisible } from '../../store/log/intervals.ts';
import type { StoredMessage } from '../../store/log/log.ts';
import { bytesOf, PageBudget } from '../../store/log/paging.ts';
import { messageAt, visibleTo } from '../../store/log/reading.ts';
import { rows } from '../../store/sql/sql.ts';
import type { Query } from '../../store/sql/sql.ts';

export interface PinsPage {
  readonly conversation: number;
  /** Those that were pinned by entries below this seq. */
  readonly below: number;
  /** Of messages with their states. At least one message is given. */
  readonly maxBytes: number;
}

export interface Pinned {
  readonly messages: readonly StoredMessage[];
  /** Where to go on; 0: there is no more. */
  readonly next: number;
}

/** The pinned messages that a reader may see, the last one that was pinned first. Undefined: they are no reader. */
export function* pinned(
  reader: number,
  { conversation, below, maxBytes }: PinsPage,
): Query<Pinned | undefined> {
  const visible = yield* visibleTo(conversation, reader);
  if (visible === undefined) return undefined;
  const found = yield* rows<{ readonly seq: number; readonly pinned_seq: number }>(
    'SELECT seq, pinned_seq FROM pins WHERE conversation = ? AND pinned_seq < ? ORDER BY pinned_seq DESC',
    conversation,
    below,
  );
  const budget = new PageBudget(maxBytes);
  const messages: StoredMessage[] = [];
  for (const { seq, pinned_seq: pinnedSeq } of found) {
    const message = isVisible(visible.intervals, seq)
      ? yield* messageAt(conversation, seq, reader)
      : undefined;
    if (message?.state === undefined) continue;
    if (!budget.take(bytesOf(message))) return { messages, next: pinnedSeq + 1 };
    messages.push(message);
  }
  return { messages, next: 0 };
}
