/**
 * What refers to files. A use is written, and removed, in the transaction that writes or erases what it belongs to. Whoever adds
 * one locks the file's row, shared, and so does not meet the collector, which locks it alone.
 *
 * @module
 */
import { change, insertAll, rows } from '../sql/sql.ts';
import type { Insert, Query } from '../sql/sql.ts';

/** What refers to a file. A message, unless it was made by one of the functions below. */
export interface Place {
  readonly conversation: number;
  readonly seq: number;
}

/** The picture of a group. */
export function pictureOf(conversation: number): Place {
  return { conversation, seq: 0 };
}

/** The picture of a user. */
export function avatarOf(user: number): Place {
  return { conversation: 0, seq: user };
}

/** A message that is sent later. `id`: in the table `scheduled`. */
export function placeOfScheduled(id: number): Place {
  return { conversation: -1, seq: id };
}

const USE: Insert = {
  table: 'file_uses',
  columns: { file: 'text', conversation: 'int', seq: 'int' },
  onConflict: { key: ['file', 'conversation', 'seq'] },
};

const IDLE: Insert = { table: 'file_idle', columns: { file: 'text', due: 'int' } };

/** The caller has locked the files: see attach.ts. */
export function* hold(files: readonly string[], { conversation, seq }: Place): Query<void> {
  yield* insertAll(
    USE,
    files.map((file) => [file, conversation, seq]),
  );
}

/** `due`: when it is looked into whether something refers to the files (Unix ms); 0: at once. */
export function* addIdle(files: readonly string[], due: number): Query<void> {
  yield* insertAll(
    IDLE,
    files.map((file) => [file, due]),
  );
}

/** These places refer to no file any more. `seqs` must not be empty. */
export function* release(conversation: number, seqs: readonly number[]): Query<void> {
  const found = yield* rows<{ readonly file: string }>(
    'SELECT file FROM file_uses WHERE conversation = ? AND seq IN (?)',
    conversation,
    seqs,
  );
  if (found.length === 0) return;
  yield* idle(found);
  yield* change('DELETE FROM file_uses WHERE conversation = ? AND seq IN (?)', conversation, seqs);
}

/** The same of all messages from one seq to another. */
export function* releaseSpan(conversation: number, from: number, to: number): Query<void> {
  const found = yield* rows<{ readonly file: string }>(
    'SELECT file FROM file_uses WHERE conversation = ? AND seq BETWEEN ? AND ?',
    conversation,
    from,
    to,
  );
  if (found.length === 0) return;
  yield* idle(found);
  yield* change(
    'DELETE FROM file_uses WHERE conversation = ? AND seq BETWEEN ? AND ?',
    conversation,
    from,
    to,
  );
}

function* idle(found: readonly { readonly file: string }[]): Query<void> {
  yield* addIdle([...new Set(found.map(({ file }) => file))], 0);
}
