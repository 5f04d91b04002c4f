/**
 * The tables of the index in SQLite.
 *
 * FTS5 keeps no texts: the codes of a document are in its row, because they have to be told when it goes, and rank it.
 *
 * @module
 */
import { randomBytes } from 'node:crypto';
import type { Connection } from './connection.ts';

/** Raised when the tables change: an index with others is emptied. */
const LAYOUT = 4;

const TABLES = `
  CREATE TABLE documents (
    row INTEGER PRIMARY KEY, conversation INTEGER NOT NULL, seq INTEGER NOT NULL, sender INTEGER NOT NULL,
    time INTEGER NOT NULL, codes TEXT NOT NULL, labels TEXT NOT NULL
  );
  CREATE UNIQUE INDEX document_keys ON documents (conversation, seq);
  CREATE TABLE positions (conversation INTEGER PRIMARY KEY, seq INTEGER NOT NULL);
  CREATE TABLE notes (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
  CREATE VIRTUAL TABLE words USING fts5(
    sequence, beside, facets, content = '', columnsize = 0, tokenize = 'ascii'
  );
  INSERT INTO words (words, rank) VALUES ('secure-delete', 1);
  PRAGMA user_version = ${LAYOUT};
`;

const NAMES = ['documents', 'positions', 'notes', 'words'];

/** Notes of our own; those of others have another first character. */
export const OWN_NOTES = { analyser: '.analyser', id: '.id', documents: '.documents' } as const;

/** Within a transaction. */
export function makeEmpty(connection: Connection, analyser: number): void {
  connection.forgetStatements();
  for (const name of NAMES) connection.exec(`DROP TABLE IF EXISTS ${name}`);
  connection.exec(TABLES);
  setNote(connection, OWN_NOTES.analyser, String(analyser));
  setNote(connection, OWN_NOTES.id, randomBytes(8).toString('hex'));
  setNote(connection, OWN_NOTES.documents, '0');
}

export function isOfThisLayout(connection: Connection): boolean {
  return connection.pragma('user_version') === LAYOUT;
}

export function setNote(connection: Connection, name: string, value: string | null): void {
  if (value === null) connection.run('DELETE FROM notes WHERE name = ?', name);
  else connection.run('INSERT OR REPLACE INTO notes (name, value) VALUES (?, ?)', name, value);
}

export function notesIn(connection: Connection): ReadonlyMap<string, string> {
  const rows = connection.all<{ readonly name: string; readonly value: string }>(
    'SELECT name, value FROM notes',
  );
  return new Map(rows.map(({ name, value }) => [name, value]));
}
