/**
 * The description of a table. From it follow the statements that create it in each engine, the migration of an existing
 * database (schema.ts), and the copy into another database (transfer/).
 *
 * @module
 */
import type { ColumnType } from './sql/sql.ts';

/**
 * A column.
 * - `id`: a rising number, generated for each row and never reused.
 * - `flag`: 0 or 1.
 * - `keyText`, `keyBytes`: usable in keys and indexes; at most `max` characters or bytes.
 */
export interface Column {
  readonly type: 'id' | 'int' | 'flag' | 'text' | 'bytes' | 'keyText' | 'keyBytes';
  readonly max?: number;
  readonly isNullable?: true;
  readonly default?: number | '';
  readonly isUnique?: true;
}

export interface Index {
  readonly name: string;
  readonly columns: readonly string[];
  readonly isUnique?: true;
  /** SQL condition of a partial index. Only unique indexes may have one. */
  readonly where?: string;
}

export interface Table {
  readonly name: string;
  readonly columns: Readonly<Record<string, Column>>;
  /**
   * Rows are stored in the order of this key, where the engine allows a choice. Absent for tables with an `id` and for
   * logs.
   */
  readonly primaryKey?: readonly string[];
  /** Unique columns that define the order of rows when a database is copied. At most two. */
  readonly key: readonly string[];
  /** Sets of columns that are unique together. */
  readonly unique?: readonly (readonly string[])[];
  readonly indexes?: readonly Index[];
  /** True: rows belong to one database and are not copied into another. */
  readonly isLocal?: true;
  /** What its rows are called in totals shown to people, e.g. "users". Absent: not shown. */
  readonly countedAs?: string;
  /** SQL condition for the rows that count. */
  readonly countedWhere?: string;
}

interface TableSpec extends Omit<Table, 'key'> {
  /** Default: the primary key, or `id`. */
  readonly key?: readonly string[];
}

/** Checks the description. Throws if it contradicts itself, which is a programming error. */
export function table(spec: TableSpec): Table {
  const { name, columns, primaryKey } = spec;
  const key = spec.key ?? primaryKey ?? ('id' in columns ? ['id'] : []);
  const named = [
    ...key,
    ...(primaryKey ?? []),
    ...(spec.unique ?? []).flat(),
    ...(spec.indexes ?? []).flatMap((index) => index.columns),
  ];
  const missing = named.find((column) => !Object.hasOwn(columns, column));
  if (missing !== undefined) throw new Error(`the table ${name} has no column ${missing}`);
  if (key.length === 0 || key.length > 2)
    throw new Error(`the table ${name} needs a key of one or two columns`);
  const partial = (spec.indexes ?? []).find(({ where, isUnique }) => where !== undefined && !isUnique);
  if (partial !== undefined) throw new Error(`the index ${partial.name} has a condition and is not unique`);
  return { ...spec, key };
}

/** How values of a column are passed to and from an engine. */
export function columnType({ type }: Column): ColumnType {
  switch (type) {
    case 'id':
    case 'int':
    case 'flag':
      return 'int';
    case 'text':
    case 'keyText':
      return 'text';
    case 'bytes':
    case 'keyBytes':
      return 'bytes';
  }
}

export const id: Column = { type: 'id' };
export const int: Column = { type: 'int' };
/** A nullable whole number. */
export const optionalInt: Column = { type: 'int', isNullable: true };
/** A whole number with the default 0. */
export const zero: Column = { type: 'int', default: 0 };
export const flag: Column = { type: 'flag' };
/** A flag with the default 0. */
export const off: Column = { type: 'flag', default: 0 };
export const text: Column = { type: 'text' };
/** A nullable text. */
export const optionalText: Column = { type: 'text', isNullable: true };
/** A text with the default ''. */
export const emptyText: Column = { type: 'text', default: '' };
export const bytes: Column = { type: 'bytes' };

export function keyText(max: number): Column {
  return { type: 'keyText', max };
}

export function keyBytes(max: number): Column {
  return { type: 'keyBytes', max };
}

/** Makes a column unique in its table. */
export function unique(column: Column): Column {
  return { ...column, isUnique: true };
}
