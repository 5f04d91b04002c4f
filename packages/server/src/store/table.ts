/**
 * One description of a table. The statements that make it in each engine, the reconciliation with a database that
 * is there already, and the copy into another database follow from it (schema.ts, transfer/).
 *
 * @module
 */
import type { ColumnType } from './sql/sql.ts';

/**
 * A column.
 * - `id`: a number of its own for each row, rising, never given twice.
 * - `flag`: 0 or 1.
 * - `keyText`, `keyBytes`: what keys and indexes are made of, of at most `max` characters or bytes.
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
  /** Only rows that fulfil this SQL condition are in it. Unique indexes alone may have one. */
  readonly where?: string;
}

export interface Table {
  readonly name: string;
  readonly columns: Readonly<Record<string, Column>>;
  /** Rows lie in the order of this key where an engine leaves the choice; absent for a table with an `id`, or a log. */
  readonly primaryKey?: readonly string[];
  /** Unique together: rows are read in the order of these when a database is copied into another. At most two. */
  readonly key: readonly string[];
  /** Columns that are unique together. */
  readonly unique?: readonly (readonly string[])[];
  readonly indexes?: readonly Index[];
  /** Each database has its own rows: they are not copied into another. */
  readonly isLocal?: true;
  /** What a row is, for people: "users". Totals of such tables are shown. */
  readonly countedAs?: string;
  /** An SQL condition for the rows that count. */
  readonly countedWhere?: string;
}

interface TableSpec extends Omit<Table, 'key'> {
  /** By default the primary key, or `id`. */
  readonly key?: readonly string[];
}

/** Throws when the description contradicts itself: it is a mistake of the program. */
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

/** How values of a column travel to and from an engine. */
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
/** A whole number that may be absent. */
export const optionalInt: Column = { type: 'int', isNullable: true };
/** A whole number that is 0 unless it is given. */
export const zero: Column = { type: 'int', default: 0 };
export const flag: Column = { type: 'flag' };
/** A flag that is off unless it is given. */
export const off: Column = { type: 'flag', default: 0 };
export const text: Column = { type: 'text' };
/** A text that may be absent. */
export const optionalText: Column = { type: 'text', isNullable: true };
/** A text that is empty unless it is given. */
export const emptyText: Column = { type: 'text', default: '' };
export const bytes: Column = { type: 'bytes' };

export function keyText(max: number): Column {
  return { type: 'keyText', max };
}

export function keyBytes(max: number): Column {
  return { type: 'keyBytes', max };
}

/** The same column, whose values are unique in the table. */
export function unique(column: Column): Column {
  return { ...column, isUnique: true };
}
