/**
 * How an engine writes what engines write differently.
 *
 * @module
 */
import type { ColumnType, Insert } from './sql.ts';

export interface Dialect {
  /** Put after a SELECT that locks; empty where a writing transaction is alone anyway. */
  readonly forUpdate: string;
  readonly ddl: Ddl;
  /** The text before the rows of an INSERT and after them. */
  insertParts(insert: Insert): { readonly head: string; readonly tail: string };
}

/** The words of CREATE TABLE. */
export interface Ddl {
  /** A number of its own for each row, rising, never given twice. */
  readonly id: string;
  readonly int: string;
  /** 0 or 1. */
  readonly flag: string;
  /** Any text; compared byte by byte. */
  readonly text: string;
  /** A text that keys are made of, of at most so many characters. */
  keyText(maxChars: number): string;
  readonly bytes: string;
  /** Bytes that keys are made of. */
  keyBytes(maxBytes: number): string;
  /** The default of a text. */
  readonly emptyText: string;
  /** After the columns of a table. */
  readonly tableEnd: string;
  /** The same for a table whose rows lie in the order of its primary key, where an engine leaves the choice. */
  readonly clusteredEnd: string;
  /** A statement after which the table's rows get ids from `next` on. */
  restartIds(table: string, next: number): string;
  /** Statements that make an index for the rows that fulfil the condition alone. */
  uniqueWhere(index: PartialIndex): readonly string[];
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

/** Some columns have names that are words of SQL in some engine. */
export function quoted(name: string): string {
  return `"${name}"`;
}

/** `ON CONFLICT …` as PostgreSQL and SQLite have it. `higher`: the function that gives the higher of two. */
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
