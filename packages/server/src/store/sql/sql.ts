/**
 * SQL written once for every engine: a query is a generator that yields statements and gets their results, so
 * the same code runs synchronously in a SQLite thread and asynchronously on a server's connection.
 *
 * @module
 */

export type Value = string | number | null | Uint8Array;
export type Row = Readonly<Record<string, Value>>;

/** One statement with `?` for its values. `rows`: its rows are wanted; `change`: how many rows it changed. */
export interface Statement {
  readonly kind: 'rows' | 'change';
  readonly text: string;
  readonly values: readonly Value[];
}

/** Yields statements, is given what each returned (rows, or a count), ends with T. Runs in one transaction. */
export type Query<T> = Generator<Statement, T, unknown>;

export function* rows<R extends object = Row>(
  text: string,
  ...values: readonly Value[]
): Query<readonly R[]> {
  // The driver returns rows for this kind; their columns are those of the text beside the call.
  return (yield { kind: 'rows', text, values }) as readonly R[];
}

/** The first row. */
export function* row<R extends object = Row>(
  text: string,
  ...values: readonly Value[]
): Query<R | undefined> {
  return (yield* rows<R>(text, ...values))[0];
}

/** How many rows it changed. */
export function* change(text: string, ...values: readonly Value[]): Query<number> {
  // The driver returns a count for this kind.
  return (yield { kind: 'change', text, values }) as number;
}

/** `?, ?, ?` for a list of values, which must not be empty. */
export function marks(values: readonly unknown[]): string {
  return values.map(() => '?').join(', ');
}
