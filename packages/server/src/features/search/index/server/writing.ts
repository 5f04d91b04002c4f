/**
 * Changes of the index on a database server, within a transaction. All writers take turns.
 *
 * @module
 */
import { erasing, insertAll, lockedRows, row, rows } from '../../../../store/sql/sql.ts';
import type { Query } from '../../../../store/sql/sql.ts';
import type { DocumentKey, IndexChanges, IndexDocument, PositionChange, SeqRange } from '../search-index.ts';
import { textOf } from '../texts.ts';
import { changeBlocks, nameOf } from './blocks.ts';
import type { TouchedBlocks } from './blocks.ts';
import type { IndexDialect } from './dialect.ts';
import { blockOf, BLOCK_SEQS } from './signature.ts';
import { DOCUMENTS, NOTES, OWN_NOTES, POSITIONS } from './tables.ts';

/** Rows that one statement deletes: it must end before the server's patience does. */
const MAX_DELETED = 20_000;
/** Keys in a list. */
const MAX_KEYS = 1000;

/** Returns false if a position was not as expected. */
export function* writeChanges(dialect: IndexDialect, changes: IndexChanges): Query<boolean> {
  const { eraseRanges = [], erase = [], put: given = [], positions = [], notes = {} } = changes;
  yield* lockedRows('SELECT value FROM search_notes WHERE name = ?', OWN_NOTES.id);
  if (!(yield* areAsExpected(positions))) return false;
  const put = lastOfEach(given);
  const touched: TouchedBlocks = { added: new Map(), erased: new Map() };
  let erased = 0;
  for (const range of eraseRanges) erased += yield* eraseRange(range, touched);
  erased += yield* eraseKeys(dialect, [...erase, ...put], touched);
  yield* insertAll(DOCUMENTS, put.map(rowOf));
  for (const document of put) add(touched.added, document);
  yield* changeBlocks(touched);
  yield* insertAll(
    POSITIONS,
    lastPositions(positions).map(({ conversation, seq }) => [conversation, seq]),
  );
  yield* writeNotes(notes);
  if (put.length !== erased) yield* count(put.length - erased);
  return true;
}

function* areAsExpected(positions: readonly PositionChange[]): Query<boolean> {
  const asked = positions.filter(({ expected }) => expected !== undefined);
  if (asked.length === 0) return true;
  const found = new Map<number, number>();
  for (let at = 0; at < asked.length; at += MAX_KEYS) {
    const some = yield* rows<{ readonly conversation: number; readonly seq: number }>(
      'SELECT conversation, seq FROM search_positions WHERE conversation IN (?)',
      asked.slice(at, at + MAX_KEYS).map(({ conversation }) => conversation),
    );
    for (const { conversation, seq } of some) found.set(conversation, seq);
  }
  return asked.every(({ conversation, expected }) => (found.get(conversation) ?? 0) === expected);
}

/** Returns how many documents there were. */
function* eraseRange({ conversation, from, to }: SeqRange, touched: TouchedBlocks): Query<number> {
  const ends = yield* row<{ readonly low: number | null; readonly high: number | null }>(
    'SELECT min(seq) AS low, max(seq) AS high FROM search_documents WHERE conversation = ? AND seq BETWEEN ? AND ?',
    conversation,
    from,
    to,
  );
  if (ends === undefined || ends.low === null || ends.high === null) return 0;
  let erased = 0;
  for (let low = ends.low; low <= ends.high; low += MAX_DELETED) {
    erased += yield* erasing(
      'DELETE FROM search_documents WHERE conversation = ? AND seq BETWEEN ? AND ?',
      conversation,
      low,
      Math.min(low + MAX_DELETED - 1, ends.high),
    );
  }
  const [first, last] = [blockOf(ends.low), blockOf(ends.high)];
  yield* erasing(
    'DELETE FROM search_blocks WHERE conversation = ? AND block > ? AND block < ?',
    conversation,
    first,
    last,
  );
  for (const block of new Set([first, last])) {
    add(touched.erased, { conversation, seq: block * BLOCK_SEQS + 1 });
  }
  return erased;
}

/** Returns how many documents there were. */
function* eraseKeys(
  { byKey }: IndexDialect,
  keys: readonly DocumentKey[],
  touched: TouchedBlocks,
): Query<number> {
  let erased = 0;
  for (let at = 0; at < keys.length; at += MAX_KEYS) {
    const pairs = keys
      .slice(at, at + MAX_KEYS)
      .map(({ conversation, seq }): readonly [number, number] => [conversation, seq]);
    const there = yield* rows<{ readonly conversation: number; readonly seq: number }>(
      `SELECT conversation, seq FROM search_documents${byKey} WHERE (conversation, seq) IN (?)`,
      pairs,
    );
    if (there.length === 0) continue;
    erased += yield* erasing(
      'DELETE FROM search_documents WHERE (conversation, seq) IN (?)',
      there.map(({ conversation, seq }): readonly [number, number] => [conversation, seq]),
    );
    for (const key of there) add(touched.erased, key);
  }
  return erased;
}

function* writeNotes(notes: Readonly<Record<string, string | null>>): Query<void> {
  const set = Object.entries(notes).flatMap(([name, value]) =>
    value === null ? [] : [[name, value] as const],
  );
  yield* insertAll(NOTES, set);
  for (const [name, value] of Object.entries(notes)) {
    if (value === null) yield* erasing('DELETE FROM search_notes WHERE name = ?', name);
  }
}

function* count(more: number): Query<void> {
  const found = yield* row<{ readonly value: string }>(
    'SELECT value FROM search_notes WHERE name = ?',
    OWN_NOTES.documents,
  );
  yield* insertAll(NOTES, [[OWN_NOTES.documents, String(Number(found?.value ?? 0) + more)]]);
}

function rowOf({
  conversation,
  seq,
  sender,
  time,
  codes,
  labels,
}: IndexDocument): (string | number | Uint8Array)[] {
  return [conversation, seq, sender, time, Buffer.from(textOf(codes), 'latin1'), labels.join(' ')];
}

function lastOfEach(documents: readonly IndexDocument[]): readonly IndexDocument[] {
  return [...new Map(documents.map((each) => [`${each.conversation} ${each.seq}`, each])).values()];
}

function lastPositions(positions: readonly PositionChange[]): readonly PositionChange[] {
  return [...new Map(positions.map((each) => [each.conversation, each])).values()];
}

function add<Key extends DocumentKey>(blocks: Map<string, Key[]>, key: Key): void {
  const name = nameOf(key);
  const known = blocks.get(name);
  if (known === undefined) blocks.set(name, [key]);
  else known.push(key);
}
