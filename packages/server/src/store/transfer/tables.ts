/**
 * The tables as they are moved from one database to another: which columns, in what order.
 *
 * @module
 */
import type { Insert } from '../sql/sql.ts';
import { columnType } from '../table.ts';
import type { Table } from '../table.ts';

export interface TransferTable extends Insert {
  /** The unique columns by which rows are read, so that a page goes on where the one before ended. */
  readonly key: readonly string[];
  /** Its rows have numbers of their own, never given twice. */
  readonly hasIds: boolean;
}

/** All that are described, but those that each database has for itself. */
export function transferTables(tables: readonly Table[]): readonly TransferTable[] {
  return tables
    .filter(({ isLocal }) => isLocal !== true)
    .map(({ name, key, columns }) => ({
      table: name,
      key,
      columns: Object.fromEntries(
        Object.entries(columns).map(([column, spec]) => [column, columnType(spec)]),
      ),
      hasIds: 'id' in columns,
    }));
}

/** A page of rows after a key, by rising key. `page`: the text of its values, the last one is how many. */
export function pageText({ table: name, key, columns }: TransferTable, isFirst: boolean): string {
  const list = (names: readonly string[]): string => names.map((each) => `"${each}"`).join(', ');
  const after = isFirst ? '' : ` WHERE ${afterKey(key)}`;
  return `SELECT ${list(Object.keys(columns))} FROM ${name}${after} ORDER BY ${list(key)} LIMIT ?`;
}

/** For two columns: `a > ? OR (a = ? AND b > ?)`, which every engine reads from the index. */
function afterKey([first = '', second]: readonly string[]): string {
  return second === undefined ? `"${first}" > ?` : `"${first}" >= ? AND ("${first}" > ? OR "${second}" > ?)`;
}

/** The values that {@link pageText} wants for the key of the last row before. */
export function afterValues<T>(key: readonly T[]): readonly T[] {
  const [first, second] = key;
  return first === undefined ? [] : second === undefined ? [first] : [first, first, second];
}
