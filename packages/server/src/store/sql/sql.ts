/**
 * SQL written once for every engine: a query is a generator that yields statements and gets their results, so
 * the same code runs synchronously in a SQLite thread and asynchronously on a server's connection.
 *
 * What engines write differently is not written here but described ({@link Insert}, lists after `IN`, locks), and
 * the engine's dialect writes it.
 *
 * @module
 */

export type Value = string | number | null | Uint8Array;
export type Row = Readonly<Record<string, Value>>;

/** What stands for a `?`. A list stands in `x IN (?)`, a list of pairs in `(x, y) IN (?)`; neither may be empty. */
export type Bind = Value | readonly number[] | readonly string[] | readonly (readonly [number, Value])[];

export type ColumnType = 'int' | 'text' | 'bytes';

/** An INSERT, described. Made once, as a constant: drivers keep what they wrote for it. */
export interface Insert {
  readonly table: string;
  /** In the order of a row's values. */
  readonly columns: Readonly<Record<string, ColumnType>>;
  /** What happens when a row with this key is there already; without it that is an error. */
  readonly onConflict?: {
    readonly key: readonly string[];
    /** The condition of the index, when it covers only some rows. */
    readonly where?: string;
    /** Columns that get the new value, or the higher one of both. Without it the row is left as it is. */
    readonly set?: Readonly<Record<string, 'new' | 'higher'>>;
  };
}

/** An UPDATE of many rows at once, each to values of its own, described. Made once, like an {@link Insert}. */
export interface Update {
  readonly table: string;
  /** A column of whole numbers that tells rows apart. */
  readonly key: string;
  /** What gets new values, in the order of a row's values after its key. */
  readonly columns: Readonly<Record<string, ColumnType>>;
}

/**
 * One statement.
 * - `rows`: its rows are wanted. `locks`: nobody else changes them until the transaction ends.
 * - `change`: how many rows it changed.
 * - `insert`: how many rows are new; with `givesId` the one new row's id.
 */
export type Statement =
  | {
      readonly kind: 'rows' | 'change';
      /** With `?` for its values. */
      readonly text: string;
      readonly values: readonly Bind[];
      readonly locks?: true;
    }
  | {
      readonly kind: 'insert';
      readonly insert: Insert;
      readonly rows: readonly (readonly Value[])[];
      readonly givesId: boolean;
    };

/** Yields statements, is given what each returned (rows, or a number), ends with T. Runs in one transaction. */
export type Query<T> = Generator<Statement, T, unknown>;

/** The new values of a row, and which it is. */
export type UpdatedRow = readonly [key: number, ...values: Value[]];

/**
 * A statement for an engine across a network, which is worth writing so that many rows need only one.
 * - `update`: how many rows it changed. `rows` by rising key.
 */
export type ServerStatement =
  | Statement
  | { readonly kind: 'update'; readonly update: Update; readonly rows: readonly UpdatedRow[] };

/** A {@link Query} for such an engine alone. */
export type ServerQuery<T> = Generator<ServerStatement, T, unknown>;

/**
 * Thrown by a query that meets what another process committed a moment ago: the transaction is undone and the
 * query runs again from its start. Never where one process writes alone.
 */
export class OvertakenError extends Error {
  override readonly name = 'OvertakenError';
}

export function* rows<R extends object = Row>(text: string, ...values: readonly Bind[]): Query<readonly R[]> {
  // The driver returns rows for this kind; their columns are those of the text beside the call.
  return (yield { kind: 'rows', text, values }) as readonly R[];
}

/** The first row. */
export function* row<R extends object = Row>(text: string, ...values: readonly Bind[]): Query<R | undefined> {
  return (yield* rows<R>(text, ...values))[0];
}

/** Rows that stay as they are until the transaction ends; several are locked in the order of the text. */
export function* lockedRows<R extends object = Row>(
  text: string,
  ...values: readonly Bind[]
): Query<readonly R[]> {
  return (yield { kind: 'rows', text, values, locks: true }) as readonly R[];
}

/** How many rows it changed. */
export function* change(text: string, ...values: readonly Bind[]): Query<number> {
  // The driver returns a count for this kind.
  return (yield { kind: 'change', text, values }) as number;
}

/** Inserts one row; its new id. */
export function* insertForId(insert: Insert, ...values: readonly Value[]): Query<number> {
  return (yield { kind: 'insert', insert, rows: [values], givesId: true }) as number;
}

/** Inserts one row unless its key is there. False: it is. */
export function* insertNew(insert: Insert, ...values: readonly Value[]): Query<boolean> {
  return ((yield { kind: 'insert', insert, rows: [values], givesId: false }) as number) > 0;
}

/** Rows of one statement: more would make it longer than some engines take. */
const MAX_ROWS = 1000;

/** Inserts rows, or changes those that are there. */
export function* insertAll(insert: Insert, values: readonly (readonly Value[])[]): Query<void> {
  for (let at = 0; at < values.length; at += MAX_ROWS) {
    yield { kind: 'insert', insert, rows: values.slice(at, at + MAX_ROWS), givesId: false };
  }
}

/** Gives rows new values. `updated` by rising key. */
export function* updateAll(update: Update, updated: readonly UpdatedRow[]): ServerQuery<void> {
  for (let at = 0; at < updated.length; at += MAX_ROWS) {
    yield { kind: 'update', update, rows: updated.slice(at, at + MAX_ROWS) };
  }
}
