/**
 * The tables to move from one database to another, with their columns in order.
 *
 * @module
 */
import type { Insert } from '../sql/sql.ts';
import { columnType } from '../table.ts';
import type { Table } from '../table.ts';

export interface TransferTable extends Insert {
  /** The unique columns that order the rows, so that a page continues where the previous one ended. */
  readonly key: readonly string[];
  /** Whether rows have generated ids. */
  readonly hasIds: boolean;
}

/** All tables except those that belong to one database. */
export function transferTables(tables: readonly Table[]): readonly TransferTable[] {
  return tables
    .filter(({ isLocal }) => isLocal !== true)
    .map(({ name, key, columns }) => ({
      table: name,
      key,
      columns: Object.fromEntries(
        Object.entries(columns).map(([column, spec]) => [column, columnType(spec)]),
      ),
      hasIds: columns['id']?.type === 'id',
    }));
}

/** SQL for a page of rows after a key, by rising key. The last parameter is the number of rows. */
export function pageText({ table: name, key, columns }: TransferTable, isFirst: boolean): string {
  const list = (names: readonly string[]): string => names.map((each) => `"${each}"`).join(', ');
  const after = isFirst ? '' : ` WHERE ${afterKey(key)}`;
  return `SELECT ${list(Object.keys(columns))} FROM ${name}${after} ORDER BY ${list(key)} LIMIT ?`;
}

/** For two columns: `a > ? OR (a = ? AND b > ?)`, for which every engine uses the index. */
function afterKey([first = '', second]: readonly string[]): string {
  return second === undefined ? `"${first}" > ?` : `"${first}" >= ? AND ("${first}" > ? OR "${second}" > ?)`;
}

/** The values for {@link pageText}, from the key of the last row of the previous page. */
export function afterValues<T>(key: readonly T[]): readonly T[] {
  const [first, second] = key;
  return first === undefined ? [] : second === undefined ? [first] : [first, first, second];
}
