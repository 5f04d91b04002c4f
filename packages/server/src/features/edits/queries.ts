/**
 * What a message said before it was edited.
 *
 * @module
 */
import { isVisible } from '../../store/log/intervals.ts';
import { messageWithState } from '../../store/log/folds.ts';
import type { StoredMessage } from '../../store/log/log.ts';
import { bytesOf, fitting } from '../../store/log/paging.ts';
import { visibleTo } from '../../store/log/reading.ts';
import { rows } from '../../store/sql/sql.ts';
import type { Query } from '../../store/sql/sql.ts';

export interface EditsPage {
  readonly conversation: number;
  /** The message. */
  readonly seq: number;
  /** Seqs above it. */
  readonly after: number;
  /** Of content. At least one is given. */
  readonly maxBytes: number;
}

export interface Edits {
  /** By rising seq. */
  readonly messages: readonly StoredMessage[];
  /** The seq after which to go on; 0: there is no more. */
  readonly next: number;
}

/** The message as it was sent, and the entries that have words of it. Undefined: the reader may not see it, or there is none. */
export function* editsOf(reader: number, page: EditsPage): Query<Edits | undefined> {
  const { conversation, seq, after, maxBytes } = page;
  const visible = yield* visibleTo(conversation, reader);
  if (visible === undefined || !isVisible(visible.intervals, seq)) return undefined;
  const target = yield* messageWithState(conversation, seq);
  if (target === undefined) return undefined;
  // Who has left does not see what came later.
  const seqs = [seq, ...target.wordsIn].filter((each) => each > after && isVisible(visible.intervals, each));
  if (seqs.length === 0) return { messages: [], next: 0 };
  const found = yield* rows<Pick<StoredMessage, 'seq' | 'sender' | 'time' | 'content'>>(
    'SELECT seq, sender, time, content FROM messages WHERE conversation = ? AND seq IN (?) ORDER BY seq',
    conversation,
    seqs,
  );
  const some = fitting(found, maxBytes, bytesOf);
  const messages = some.map((each) => ({ ...each, conversation, clientId: undefined }));
  return { messages, next: some.length === found.length ? 0 : (some.at(-1)?.seq ?? 0) };
}
