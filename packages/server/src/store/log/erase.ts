/**
 * Erases words. The rows stay: seqs are dense (promise 3), and a late repeat is recognised by a digest (promise 2).
 *
 * @module
 */
import { decodeContent, decodeState, encodeContent, encodeState } from '@posthorn/protocol';
import type { ContentInit } from '@posthorn/protocol';
import { digestOf } from './digest.ts';
import { isEntry } from './fold.ts';
import type { Target } from './folds.ts';
import type { Append } from './log.ts';
import { release } from '../files/uses.ts';
import { change, erasing, insertAll, rows } from '../sql/sql.ts';
import type { Insert, Query } from '../sql/sql.ts';

const NOTHING = new Uint8Array(0);

const GONE: Insert = {
  table: 'recalls',
  columns: { conversation: 'int', seq: 'int', digest: 'bytes', counted: 'int', thread: 'int' },
  onConflict: { key: ['conversation', 'seq'] },
};

/**
 * Puts `instead` in place of a message, and empties the entries that have words of it. It refers to no files any more. `counted`: whether the message
 * counted. The caller writes the new state.
 */
export function* eraseMessage(target: Target, instead: Uint8Array, counted: boolean): Query<void> {
  const { conversation, seq, original, wordsIn } = target;
  const { thread, attachments } = decodeContent(original);
  if (attachments.length > 0) yield* release(conversation, [seq]);
  yield* insertAll(GONE, [[conversation, seq, digestOf(original), counted ? 1 : 0, thread]]);
  yield* setContent(conversation, seq, instead);
  if (wordsIn.length > 0) yield* emptyEntries(conversation, wordsIn);
}

/** Erases what entries have made of these messages, as far as it is words. */
export function* eraseStates(conversation: number, seqs: readonly number[]): Query<void> {
  const found = yield* rows<{ readonly seq: number; readonly state: Uint8Array; readonly words_in: string }>(
    'SELECT seq, state, words_in FROM states WHERE conversation = ? AND seq IN (?)',
    conversation,
    seqs,
  );
  for (const { seq, state, words_in: wordsIn } of found) {
    if (wordsIn !== '') yield* emptyEntries(conversation, wordsIn.split(',').map(Number));
    yield* erasing(
      `UPDATE states SET state = ?, content = ?, words_in = '' WHERE conversation = ? AND seq = ?`,
      encodeState({ ...decodeState(state), previews: [] }),
      NOTHING,
      conversation,
      seq,
    );
  }
}

/** Keeps other content of a message than was sent, from the beginning; see Folded.veiled. */
export function* veil(append: Append, seq: number, veiled: Uint8Array): Query<void> {
  const { conversation } = append;
  yield* keepDigest(append, seq);
  yield* change(
    'UPDATE messages SET content = ? WHERE conversation = ? AND seq = ?',
    veiled,
    conversation,
    seq,
  );
}

/** So that a repeat is recognised of a message whose content is not kept. */
export function* keepDigest({ conversation, content }: Append, seq: number): Query<void> {
  yield* insertAll(GONE, [[conversation, seq, digestOf(content), 0, 0]]);
}

function* emptyEntries(conversation: number, seqs: readonly number[]): Query<void> {
  const found = yield* rows<{ readonly seq: number; readonly content: Uint8Array }>(
    'SELECT seq, content FROM messages WHERE conversation = ? AND seq IN (?)',
    conversation,
    seqs,
  );
  yield* insertAll(
    GONE,
    found.map(({ seq, content }) => [conversation, seq, digestOf(content), 0, 0]),
  );
  for (const { seq, content } of found) yield* setContent(conversation, seq, emptied(content));
}

function* setContent(conversation: number, seq: number, content: Uint8Array): Query<void> {
  yield* erasing(
    'UPDATE messages SET content = ? WHERE conversation = ? AND seq = ?',
    content,
    conversation,
    seq,
  );
}

/** An entry without its words. Anything else stays as it is. */
export function emptied(content: Uint8Array): Uint8Array {
  const { kind } = decodeContent(content);
  if (kind === undefined || !isEntry(kind)) return content;
  const { target } = kind.value as { readonly target: number };
  // Every entry has a target, and defaults for the rest.
  return encodeContent({ kind: { case: kind.case, value: { target } } } as ContentInit);
}
