/**
 * The index in one SQLite connection: FTS5 for words and facets, a table for what is known of each document.
 *
 * @module
 */
import { randomBytes } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import type { StatementSync } from 'node:sqlite';
import { isExact } from '../exactness.ts';
import type {
  DocumentKey,
  Hit,
  IndexChanges,
  IndexCounts,
  IndexDocument,
  IndexPage,
  IndexPosition,
  IndexQuestion,
  IndexState,
  PageRequest,
  PositionChange,
  Reach,
  SeqRange,
} from '../search-index.ts';
import { MAX_RANKED } from '../search-index.ts';
import { asksForAll, expressionOf, facetsOf } from './expression.ts';
import { firstRowOf, rowsOf, slotIn, slotOf } from './rows.ts';

/** Raised when the tables change: an index with others is emptied. */
const LAYOUT = 1;
const BUSY_TIMEOUT_MS = 5000;
/** With so many conversations FTS5 finds their documents by itself; with more, each document found is looked at. */
const MAX_CONVERSATIONS_ASKED = 32;

const TABLES = `
  CREATE TABLE documents (
    row INTEGER PRIMARY KEY, conversation INTEGER NOT NULL, seq INTEGER NOT NULL, sender INTEGER NOT NULL,
    time INTEGER NOT NULL, sequence TEXT NOT NULL, beside TEXT NOT NULL, facets TEXT NOT NULL,
    UNIQUE (conversation, seq)
  );
  CREATE TABLE positions (conversation INTEGER PRIMARY KEY, seq INTEGER NOT NULL);
  CREATE TABLE notes (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
  CREATE VIRTUAL TABLE words USING fts5(
    sequence, beside, facets, content = '', columnsize = 0, tokenize = 'ascii'
  );
  INSERT INTO words (words, rank) VALUES ('secure-delete', 1);
`;

/** Names of notes of our own begin with this. */
const OWN = '.';

interface Found {
  readonly row: string;
  readonly conversation: number;
  readonly seq: number;
  readonly sender: number;
  readonly time: number;
}

export interface FtsIndexOptions {
  readonly path: string;
  readonly isReader: boolean;
}

export class FtsIndex {
  readonly #connection: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  #hasErased = false;

  /** Opens it; unless it is for reading, creates what is missing. Throws errors of SQLite. */
  constructor({ path, isReader }: FtsIndexOptions) {
    this.#connection = new DatabaseSync(path, { readOnly: isReader, timeout: BUSY_TIMEOUT_MS });
    if (!isReader) {
      this.#connection.exec(
        `PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA secure_delete = ON`,
      );
    }
    this.#connection.exec('PRAGMA temp_store = MEMORY; PRAGMA cache_size = -32768');
    if (!isReader) this.#migrate();
    this.#connection.exec(`
      CREATE TEMP TABLE slots (slot INTEGER PRIMARY KEY);
      CREATE TEMP TABLE reach (conversation INTEGER, low INTEGER, high INTEGER, PRIMARY KEY (conversation, low)) WITHOUT ROWID;
    `);
  }

  state(): IndexState {
    const notes = new Map(
      this.#all<{ name: string; value: string }>('SELECT name, value FROM notes').map(
        ({ name, value }) => [name, value] as const,
      ),
    );
    const own = (name: string): string => notes.get(OWN + name) ?? '';
    return {
      analyser: Number(own('analyser')),
      id: own('id'),
      notes: new Map([...notes].filter(([name]) => !name.startsWith(OWN))),
    };
  }

  clear(analyser: number): void {
    this.#transact(() => {
      this.#drop();
      this.#create(analyser);
    });
  }

  write({ eraseRanges = [], erase = [], put = [], positions = [], notes = {} }: IndexChanges): boolean {
    return this.#transact(() => {
      if (!positions.every((change) => this.#isExpected(change))) return false;
      for (const range of eraseRanges) this.#eraseRange(range);
      for (const key of erase) this.#erase(key);
      for (const document of put) this.#put(document);
      for (const { conversation, seq } of positions) {
        this.#run('INSERT OR REPLACE INTO positions (conversation, seq) VALUES (?, ?)', conversation, seq);
      }
      for (const [name, value] of Object.entries(notes)) {
        if (value === null) this.#run('DELETE FROM notes WHERE name = ?', name);
        else this.#run('INSERT OR REPLACE INTO notes (name, value) VALUES (?, ?)', name, value);
      }
      return true;
    });
  }

  positions({
    after = 0,
    limit,
  }: {
    readonly after?: number;
    readonly limit: number;
  }): readonly IndexPosition[] {
    return this.#all(
      'SELECT conversation, seq FROM positions WHERE conversation > ? ORDER BY conversation LIMIT ?',
      after,
      limit,
    );
  }

  positionsOf(conversations: readonly number[]): readonly IndexPosition[] {
    return this.#all(
      'SELECT conversation, seq FROM positions WHERE conversation IN (SELECT value FROM json_each(?))',
      JSON.stringify(conversations),
    );
  }

  search(question: IndexQuestion, reach: Reach, { order, limit, after }: PageRequest): IndexPage {
    if (order === 'best') return this.#best(question, reach, limit, after);
    const found = this.#find(question, reach, limit, after);
    const next = found.length < limit ? undefined : found.at(-1)?.row;
    return { hits: found.map(hitOf), next, isExact: isExact(question) };
  }

  count(question: IndexQuestion, reach: Reach, { maxHits }: { readonly maxHits: number }): IndexCounts {
    const found = this.#find(question, reach, maxHits + 1);
    const counts = new Map<number, number>();
    for (const { conversation } of found.slice(0, maxHits)) {
      counts.set(conversation, (counts.get(conversation) ?? 0) + 1);
    }
    return {
      counts: [...counts]
        .map(([conversation, count]) => ({ conversation, count }))
        .sort((a, b) => b.count - a.count),
      isComplete: found.length <= maxHits,
    };
  }

  close(): void {
    this.#statements.clear();
    if (this.#connection.isOpen) this.#connection.close();
  }

  /** Codes were erased that the write-ahead log may still have. */
  get hasErased(): boolean {
    return this.#hasErased;
  }

  /** Empties the write-ahead log, unless somebody reads from it. */
  tidy(): void {
    const [result] = this.#connection.prepare('PRAGMA wal_checkpoint(TRUNCATE)').all();
    if (result?.['busy'] === 0) this.#hasErased = false;
  }

  #best(question: IndexQuestion, reach: Reach, limit: number, after?: string): IndexPage {
    // TODO: by score.
    const found = this.#find(question, reach, Math.min(limit, MAX_RANKED), after);
    const next = found.length < limit ? undefined : found.at(-1)?.row;
    return { hits: found.map(hitOf), next, isExact: isExact(question) };
  }

  /** Of rows below `after`, the highest first. */
  #find(question: IndexQuestion, reach: Reach, limit: number, after?: string): readonly Found[] {
    const ranges = reach.filter(({ from, to }) => from <= to);
    if (ranges.length === 0) return [];
    this.#setReach(ranges);
    const conversations = [...new Set(ranges.map(({ conversation }) => conversation))];
    const isAsked = conversations.length <= MAX_CONVERSATIONS_ASKED;
    const { since, before } = question;
    const low = since === undefined ? 0n : firstRowOf(since);
    const bound = before === undefined ? undefined : firstRowOf(before + 1000);
    const last = after === undefined ? undefined : BigInt(after);
    const high = [bound, last].reduce(
      (a, b) => (a === undefined || (b !== undefined && b < a) ? b : a),
      undefined,
    );
    const words =
      !isAsked && asksForAll(question) ? undefined : expressionOf(question, isAsked ? conversations : []);
    const from =
      words === undefined ? 'documents' : 'words CROSS JOIN documents ON documents.row = words.rowid';
    const row = words === undefined ? 'documents.row' : 'words.rowid';
    return this.#all<Found>(
      `SELECT CAST(documents.row AS TEXT) AS row, documents.conversation, documents.seq, sender, time FROM ${from}
       WHERE ${words === undefined ? '' : 'words MATCH ? AND'} ${row} >= ? AND ${row} < ?
         AND ${isAsked ? '' : `${slotIn(row)} IN (SELECT slot FROM slots) AND`} time >= ? AND time < ?
         AND EXISTS (SELECT 1 FROM reach WHERE reach.conversation = documents.conversation
           AND documents.seq BETWEEN low AND high)
       ORDER BY ${row} DESC LIMIT ?`,
      ...(words === undefined ? [] : [words]),
      low,
      high ?? 2n ** 63n - 1n,
      since ?? -Number.MAX_SAFE_INTEGER,
      before ?? Number.MAX_SAFE_INTEGER,
      limit,
    );
  }

  #setReach(reach: Reach): void {
    this.#run('DELETE FROM slots');
    this.#run('DELETE FROM reach');
    for (const { conversation, from, to } of reach) {
      this.#run('INSERT OR IGNORE INTO slots VALUES (?)', slotOf(conversation));
      this.#run('INSERT OR IGNORE INTO reach VALUES (?, ?, ?)', conversation, from, to);
    }
  }

  #isExpected({ conversation, expected }: PositionChange): boolean {
    if (expected === undefined) return true;
    const [found] = this.positionsOf([conversation]);
    return (found?.seq ?? 0) === expected;
  }

  #put(document: IndexDocument): void {
    this.#erase(document);
    const { conversation, seq, sender, time, codes } = document;
    const row = this.#freeRow(conversation, time);
    const texts = [codes.sequence.join(' '), codes.beside.join(' '), facetsOf(document).join(' ')] as const;
    this.#run(
      'INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
      row,
      conversation,
      seq,
      sender,
      time,
      ...texts,
    );
    this.#run('INSERT INTO words (rowid, sequence, beside, facets) VALUES (?, ?, ?, ?)', row, ...texts);
  }

  #freeRow(conversation: number, time: number): bigint {
    for (let second = time; ; second += 1000) {
      const { first, last } = rowsOf(conversation, second);
      const [found] = this.#all<{ row: string | null }>(
        'SELECT CAST(max(row) AS TEXT) AS row FROM documents WHERE row BETWEEN ? AND ?',
        first,
        last,
      );
      const highest = found?.row ?? undefined;
      if (highest === undefined) return first;
      if (BigInt(highest) < last) return BigInt(highest) + 1n;
    }
  }

  #eraseRange({ conversation, from, to }: SeqRange): void {
    const seqs = this.#all<{ seq: number }>(
      'SELECT seq FROM documents WHERE conversation = ? AND seq BETWEEN ? AND ?',
      conversation,
      from,
      to,
    );
    for (const { seq } of seqs) this.#erase({ conversation, seq });
  }

  #erase({ conversation, seq }: DocumentKey): void {
    const [old] = this.#all<{ row: string; sequence: string; beside: string; facets: string }>(
      'SELECT CAST(row AS TEXT) AS row, sequence, beside, facets FROM documents WHERE conversation = ? AND seq = ?',
      conversation,
      seq,
    );
    if (old === undefined) return;
    this.#hasErased = true;
    const row = BigInt(old.row);
    this.#run(
      "INSERT INTO words (words, rowid, sequence, beside, facets) VALUES ('delete', ?, ?, ?, ?)",
      row,
      old.sequence,
      old.beside,
      old.facets,
    );
    this.#run('DELETE FROM documents WHERE row = ?', row);
  }

  #migrate(): void {
    const version = Number(this.#connection.prepare('PRAGMA user_version').get()?.['user_version']);
    if (version === LAYOUT) return;
    this.#transact(() => {
      this.#drop();
      this.#create(0);
    });
  }

  #drop(): void {
    this.#hasErased = true;
    this.#statements.clear();
    for (const table of ['documents', 'positions', 'notes', 'words']) {
      this.#connection.exec(`DROP TABLE IF EXISTS ${table}`);
    }
  }

  #create(analyser: number): void {
    this.#connection.exec(TABLES);
    this.#run('INSERT INTO notes (name, value) VALUES (?, ?)', `${OWN}analyser`, String(analyser));
    this.#run('INSERT INTO notes (name, value) VALUES (?, ?)', `${OWN}id`, randomBytes(8).toString('hex'));
    this.#connection.exec(`PRAGMA user_version = ${LAYOUT}`);
  }

  #transact<T>(work: () => T): T {
    this.#connection.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      this.#connection.exec('COMMIT');
      return result;
    } catch (error) {
      if (this.#connection.isTransaction) this.#connection.exec('ROLLBACK');
      throw error;
    }
  }

  #run(text: string, ...values: readonly (string | number | bigint)[]): void {
    const statement = this.#prepared(text);
    // It tells the last row, whose number is too large for a number.
    statement.setReadBigInts(true);
    statement.run(...values);
  }

  #all<Row>(text: string, ...values: readonly (string | number | bigint)[]): readonly Row[] {
    // The rows have the columns that the text beside the call selects.
    return this.#prepared(text).all(...values) as unknown as readonly Row[];
  }

  #prepared(text: string): StatementSync {
    let statement = this.#statements.get(text);
    if (statement === undefined) this.#statements.set(text, (statement = this.#connection.prepare(text)));
    return statement;
  }
}

function hitOf({ conversation, seq, sender, time }: Found): Hit {
  return { conversation, seq, sender, time };
}
