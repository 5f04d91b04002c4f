/**
 * Finds documents in SQLite. FTS5 walks the documents that have the words from the newest to the oldest; a look at the slot in
 * the row's number tells most of those that the reader does not see, a tenth of a microsecond each.
 *
 * @module
 */
import type { Found, Wanted } from '../pages.ts';
import type { IndexQuestion, Reach } from '../search-index.ts';
import { codesIn } from '../texts.ts';
import type { Connection, Value } from './connection.ts';
import { asksForAll, expressionOf } from './expression.ts';
import { firstRowOf, MAX_ROW, slotIn, slotOf } from './rows.ts';

/** With so many conversations FTS5 is asked for them too; with more, each row that it finds is looked at. */
const MAX_CONVERSATIONS_ASKED = 32;
/** Of the numbers of rows, so that they compare as texts. */
const PLACE_DIGITS = 16;

interface Row {
  readonly row: number;
  readonly conversation: number;
  readonly seq: number;
  readonly sender: number;
  readonly time: number;
  readonly codes: string;
}

export function prepareReach(connection: Connection): void {
  connection.exec(`
    CREATE TEMP TABLE slots (slot INTEGER PRIMARY KEY);
    CREATE TEMP TABLE reach (conversation INTEGER, low INTEGER, high INTEGER, PRIMARY KEY (conversation, low)) WITHOUT ROWID;
  `);
}

/** What find() looks at until the next call. */
export function setReach(connection: Connection, reach: Reach): void {
  connection.run('DELETE FROM slots');
  connection.run('DELETE FROM reach');
  for (const { conversation, from, to } of reach) {
    connection.run('INSERT OR IGNORE INTO slots VALUES (?)', slotOf(conversation));
    connection.run('INSERT OR REPLACE INTO reach VALUES (?, ?, ?)', conversation, from, to);
  }
}

/** `reach`: as given to setReach(). */
export function find(
  connection: Connection,
  question: IndexQuestion,
  reach: Reach,
  { limit, from }: Wanted,
): readonly Found[] {
  const conversations = [...new Set(reach.map(({ conversation }) => conversation))];
  if (conversations.length === 0) return [];
  const isAsked = conversations.length <= MAX_CONVERSATIONS_ASKED;
  const hasWords = isAsked || !asksForAll(question);
  const row = hasWords ? 'words.rowid' : 'documents.row';
  const { since, before } = question;
  const high = from === undefined ? MAX_ROW : Number(from.place) - (from.isInclusive ? 0 : 1);
  const bounds: readonly (readonly [condition: string, value: Value | undefined])[] = [
    ['words MATCH ?', hasWords ? expressionOf(question, isAsked ? conversations : []) : undefined],
    [`${row} <= CAST(? AS INTEGER)`, before === undefined ? high : Math.min(high, firstRowOf(before + 1000))],
    [`${row} >= CAST(? AS INTEGER)`, since === undefined ? undefined : firstRowOf(since)],
    ['time >= ?', since],
    ['time < ?', before],
  ];
  const given = bounds.flatMap(([condition, value]) => (value === undefined ? [] : [{ condition, value }]));
  // CROSS JOIN: in this order. A sum behind LIMIT: otherwise SQLite prepares the statement again for each value.
  return connection
    .all<Row>(
      `SELECT documents.row, documents.conversation, documents.seq, sender, time, codes
       FROM ${hasWords ? 'words CROSS JOIN documents ON documents.row = words.rowid' : 'documents'}
       WHERE ${given.map(({ condition }) => condition).join(' AND ')} AND ${slotIn(row)} IN (SELECT slot FROM slots)
         AND EXISTS (SELECT 1 FROM reach WHERE reach.conversation = documents.conversation
           AND documents.seq BETWEEN low AND high)
       ORDER BY ${row} DESC LIMIT ? + 0`,
      ...given.map(({ value }) => value),
      limit,
    )
    .map(foundOf);
}

function foundOf({ row, codes, ...hit }: Row): Found {
  return { ...hit, place: String(row).padStart(PLACE_DIGITS, '0'), codes: codesIn(codes) };
}
