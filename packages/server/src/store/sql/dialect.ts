/**
 * The parts of SQL that engines write differently.
 *
 * @module
 */
import type { ColumnType, Insert } from './sql.ts';

export interface Dialect {
  /** Suffix of a SELECT that locks rows. Empty if a writing transaction is alone anyway. */
  readonly forUpdate: string;
  /** The same for locks that are shared. */
  readonly forShare: string;
  readonly ddl: Ddl;
  /** The text of an INSERT before and after its rows. */
  insertParts(insert: Insert): { readonly head: string; readonly tail: string };
}

/** The words of CREATE TABLE. */
export interface Ddl {
  /** A rising number, generated for each row and never reused. */
  readonly id: string;
  readonly int: string;
  /** 0 or 1. */
  readonly flag: string;
  /** Any text, compared byte by byte. */
  readonly text: string;
  /** Text for keys, with at most this many characters. */
  keyText(maxChars: number): string;
  readonly bytes: string;
  /** Bytes for keys. */
  keyBytes(maxBytes: number): string;
  /** The default value of a text. */
  readonly emptyText: string;
  /** Text after the columns of a table. */
  readonly tableEnd: string;
  /** Like `tableEnd`, for tables stored in the order of their primary key, where the engine allows a choice. */
  readonly clusteredEnd: string;
  /** Statement that makes new rows of the table get ids from `next` on. */
  restartIds(table: string, next: number): string;
  /** Statements that create a partial index. */
  uniqueWhere(index: PartialIndex): readonly string[];
}

/** Suffix of a statement. */
export function lockOf(dialect: Dialect, locks: true | 'shared' | undefined): string {
  if (locks === undefined) return '';
  return locks === 'shared' ? dialect.forShare : dialect.forUpdate;
}

export interface PartialIndex {
  readonly name: string;
  readonly table: string;
  readonly columns: Readonly<Record<string, ColumnType>>;
  readonly where: string;
}

export function columnList(insert: Insert): string {
  return Object.keys(insert.columns).map(quoted).join(', ');
}

/** Quotes a column name: some are reserved words in some engine. */
export function quoted(name: string): string {
  return `"${name}"`;
}

/** `ON CONFLICT …` of PostgreSQL and SQLite. `higher`: name of the function that returns the higher of two values. */
export function onConflict({ table, onConflict: conflict }: Insert, higher: string): string {
  if (conflict === undefined) return '';
  const { key, where, set } = conflict;
  const target = `(${key.map(quoted).join(', ')})${where === undefined ? '' : ` WHERE ${where}`}`;
  if (set === undefined) return ` ON CONFLICT ${target} DO NOTHING`;
  const sets = Object.entries(set).map(([column, how]) => {
    const given = `excluded.${quoted(column)}`;
    return `${quoted(column)} = ${how === 'new' ? given : `${higher}(${table}.${quoted(column)}, ${given})`}`;
  });
  return ` ON CONFLICT ${target} DO UPDATE SET ${sets.join(', ')}`;
}

/** `(?, ?), (?, ?)` */
export function rowMarks(insert: Insert, count: number): string {
  const one = `(${Object.keys(insert.columns)
    .map(() => '?')
    .join(', ')})`;
  return Array.from({ length: count }, () => one).join(', ');
}
