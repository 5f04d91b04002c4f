/**
 * SQL that is written once for all engines. A query is a generator that yields statements and receives their results,
 * so the same code runs synchronously in a SQLite thread and asynchronously on a connection to a server.
 *
 * Parts that engines write differently are described ({@link Insert}, lists after `IN`, locks); the dialect of the
 * engine turns them into text.
 *
 * @module
 */

export type Value = string | number | null | Uint8Array;
export type Row = Readonly<Record<string, Value>>;

/** The value of a `?`. A list is for `x IN (?)`, a list of pairs for `(x, y) IN (?)`; neither may be empty. */
export type Bind = Value | readonly number[] | readonly string[] | readonly (readonly [number, Value])[];

export type ColumnType = 'int' | 'text' | 'bytes';

/** Describes an INSERT. Make it a constant: dialects cache the text. */
export interface Insert {
  readonly table: string;
  /** In the order of the values of a row. */
  readonly columns: Readonly<Record<string, ColumnType>>;
  /** What to do if a row with this key exists. Absent: an error. */
  readonly onConflict?: {
    readonly key: readonly string[];
    /** The condition of the index, if it is partial. */
    readonly where?: string;
    /** Columns to set to the new value, or to the higher of both. Absent: the row stays unchanged. */
    readonly set?: Readonly<Record<string, 'new' | 'higher'>>;
  };
}

/** Describes an UPDATE of many rows, each to its own values. Make it a constant, like an {@link Insert}. */
export interface Update {
  readonly table: string;
  /** A column of unique whole numbers. */
  readonly key: string;
  /** The columns to set, in the order of the values after the key. */
  readonly columns: Readonly<Record<string, ColumnType>>;
}

/**
 * One statement.
 * - `rows`: returns rows. `locks`: nobody else can change them until the transaction ends; `shared`: others may lock them so
 *   too.
 * - `change`: returns the number of changed rows. `erases`: what was there must soon be in no file of the engine any more, as
 *   far as that is ours to say.
 * - `insert`: returns the number of new rows; with `givesId`, the id of the one new row.
 */
export type Statement =
  | {
      readonly kind: 'rows' | 'change';
      /** With `?` for each value. */
      readonly text: string;
      readonly values: readonly Bind[];
      readonly locks?: true | 'shared';
      readonly erases?: true;
    }
  | {
      readonly kind: 'insert';
      readonly insert: Insert;
      readonly rows: readonly (readonly Value[])[];
      readonly givesId: boolean;
    };

/** Yields statements, receives what each returned (rows or a number), and ends with T. Runs in one transaction. */
export type Query<T> = Generator<Statement, T, unknown>;

/** The key of a row and its new values. */
export type UpdatedRow = readonly [key: number, ...values: Value[]];

/**
 * A statement for engines across a network, where one statement for many rows pays off.
 * - `update`: returns the number of changed rows. `rows` are sorted by rising key.
 */
export type ServerStatement =
  | Statement
  | { readonly kind: 'update'; readonly update: Update; readonly rows: readonly UpdatedRow[] };

/** A {@link Query} only for engines across a network. */
export type ServerQuery<T> = Generator<ServerStatement, T, unknown>;

/**
 * Thrown by a query that meets a change another process has just committed. The transaction is rolled back, and the
 * query runs again from the start. Never happens when only one process writes.
 */
export class OvertakenError extends Error {
  override readonly name = 'OvertakenError';
}

/** A prefix followed by this sorts after all strings with that prefix, by code point. */
export const LAST_CODE_POINT = '\u{10FFFF}';

export function* rows<R extends object = Row>(text: string, ...values: readonly Bind[]): Query<readonly R[]> {
  // This kind of statement returns rows, with the columns that the text beside the call selects.
  return (yield { kind: 'rows', text, values }) as readonly R[];
}

/** Returns the first row. */
export function* row<R extends object = Row>(text: string, ...values: readonly Bind[]): Query<R | undefined> {
  return (yield* rows<R>(text, ...values))[0];
}

/** Reads and locks rows until the transaction ends. Several are locked in the order of the statement. */
export function* lockedRows<R extends object = Row>(
  text: string,
  ...values: readonly Bind[]
): Query<readonly R[]> {
  return (yield { kind: 'rows', text, values, locks: true }) as readonly R[];
}

/** Like lockedRows(), but those who lock rows so do not wait for each other. */
export function* sharedRows<R extends object = Row>(
  text: string,
  ...values: readonly Bind[]
): Query<readonly R[]> {
  return (yield { kind: 'rows', text, values, locks: 'shared' }) as readonly R[];
}

/** Returns the number of changed rows. */
export function* change(text: string, ...values: readonly Bind[]): Query<number> {
  // This kind of statement returns a count.
  return (yield { kind: 'change', text, values }) as number;
}

/** Like change(), for words that are to be gone for good. */
export function* erasing(text: string, ...values: readonly Bind[]): Query<number> {
  return (yield { kind: 'change', text, values, erases: true }) as number;
}

/** Inserts one row. Returns its new id. */
export function* insertForId(insert: Insert, ...values: readonly Value[]): Query<number> {
  return (yield { kind: 'insert', insert, rows: [values], givesId: true }) as number;
}

/** Inserts one row unless its key exists. Returns false if it exists. */
export function* insertNew(insert: Insert, ...values: readonly Value[]): Query<boolean> {
  return ((yield { kind: 'insert', insert, rows: [values], givesId: false }) as number) > 0;
}

/** Maximum rows per statement: some engines limit its length. */
const MAX_ROWS = 1000;

/** Inserts rows, or updates existing ones. */
export function* insertAll(insert: Insert, values: readonly (readonly Value[])[]): Query<void> {
  for (let at = 0; at < values.length; at += MAX_ROWS) {
    yield { kind: 'insert', insert, rows: values.slice(at, at + MAX_ROWS), givesId: false };
  }
}

/** Updates rows. `updated` must be sorted by rising key. */
export function* updateAll(update: Update, updated: readonly UpdatedRow[]): ServerQuery<void> {
  for (let at = 0; at < updated.length; at += MAX_ROWS) {
    yield { kind: 'update', update, rows: updated.slice(at, at + MAX_ROWS) };
  }
}
