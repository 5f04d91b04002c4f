/**
 * Changes of the index in SQLite, within a transaction.
 *
 * @module
 */
import type { DocumentKey, IndexChanges, IndexDocument, PositionChange, SeqRange } from '../search-index.ts';
import { codesIn, textOf } from '../texts.ts';
import type { Connection } from './connection.ts';
import { facetsOf } from './expression.ts';
import { rowsOf } from './rows.ts';
import { notesIn, OWN_NOTES, setNote } from './tables.ts';

export interface Written {
  /** False: a position was not as expected, and nothing was written. */
  readonly isWritten: boolean;
  readonly erased: number;
}

export function writeChanges(connection: Connection, changes: IndexChanges): Written {
  const { eraseRanges = [], erase = [], put = [], positions = [], notes = {} } = changes;
  if (!positions.every((change) => isAsExpected(connection, change))) return { isWritten: false, erased: 0 };
  let erased = 0;
  for (const range of eraseRanges) erased += eraseRange(connection, range);
  for (const key of erase) erased += eraseOne(connection, key);
  for (const document of put) {
    const place = placeOf(connection, document);
    erased += eraseOne(connection, document);
    putOne(connection, document, place);
  }
  for (const { conversation, seq } of positions) {
    connection.run('INSERT OR REPLACE INTO positions (conversation, seq) VALUES (?, ?)', conversation, seq);
  }
  for (const [name, value] of Object.entries(notes)) setNote(connection, name, value);
  if (put.length !== erased) {
    const before = Number(notesIn(connection).get(OWN_NOTES.documents));
    setNote(connection, OWN_NOTES.documents, String(before + put.length - erased));
  }
  return { isWritten: true, erased };
}

function isAsExpected(connection: Connection, { conversation, expected }: PositionChange): boolean {
  if (expected === undefined) return true;
  const [found] = connection.all<{ readonly seq: number }>(
    'SELECT seq FROM positions WHERE conversation = ?',
    conversation,
  );
  return (found?.seq ?? 0) === expected;
}

/** The row of a document that is replaced: it stays between the same neighbours. Undefined: it has none. */
function placeOf(connection: Connection, { conversation, seq, time }: IndexDocument): number | undefined {
  const [old] = connection.all<{ readonly row: number; readonly time: number }>(
    'SELECT row, time FROM documents WHERE conversation = ? AND seq = ?',
    conversation,
    seq,
  );
  return old?.time === time ? old.row : undefined;
}

function putOne(connection: Connection, document: IndexDocument, place: number | undefined): void {
  const { conversation, seq, sender, time, codes, labels } = document;
  const row = place ?? freeRow(connection, conversation, time);
  connection.run(
    'INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?, ?)',
    row,
    conversation,
    seq,
    sender,
    time,
    textOf(codes),
    labels.join(' '),
  );
  connection.run(
    'INSERT INTO words (rowid, sequence, beside, facets) VALUES (?, ?, ?, ?)',
    row,
    ...columnsOf(document),
  );
}

function freeRow(connection: Connection, conversation: number, time: number): number {
  for (let moment = time; ; moment += 1000) {
    const { first, last } = rowsOf(conversation, moment);
    const [found] = connection.all<{ readonly row: number | null }>(
      'SELECT max(row) AS row FROM documents WHERE row BETWEEN ? AND ?',
      first,
      last,
    );
    const highest = found?.row ?? undefined;
    if (highest === undefined) return first;
    if (highest < last) return highest + 1;
  }
}

function eraseRange(connection: Connection, { conversation, from, to }: SeqRange): number {
  const seqs = connection.all<{ readonly seq: number }>(
    'SELECT seq FROM documents WHERE conversation = ? AND seq BETWEEN ? AND ?',
    conversation,
    from,
    to,
  );
  return seqs.reduce((erased, { seq }) => erased + eraseOne(connection, { conversation, seq }), 0);
}

interface OldRow {
  readonly row: number;
  readonly sender: number;
  readonly codes: string;
  readonly labels: string;
}

/** Returns how many there were: 0 or 1. */
function eraseOne(connection: Connection, { conversation, seq }: DocumentKey): number {
  const [old] = connection.all<OldRow>(
    'SELECT row, sender, codes, labels FROM documents WHERE conversation = ? AND seq = ?',
    conversation,
    seq,
  );
  if (old === undefined) return 0;
  const labels = old.labels.split(' ').filter((label) => label !== '');
  // FTS5 keeps no texts, so it has to be told what it removes.
  connection.run(
    "INSERT INTO words (words, rowid, sequence, beside, facets) VALUES ('delete', ?, ?, ?, ?)",
    old.row,
    ...columnsOf({ conversation, sender: old.sender, labels, codes: codesIn(old.codes) }),
  );
  connection.run('DELETE FROM documents WHERE row = ?', old.row);
  return 1;
}

/** What FTS5 indexes of a document. */
function columnsOf(
  document: Pick<IndexDocument, 'conversation' | 'sender' | 'labels' | 'codes'>,
): readonly [sequence: string, beside: string, facets: string] {
  const { sequence, beside } = document.codes;
  return [sequence.join(' '), beside.join(' '), facetsOf(document).join(' ')];
}
