/**
 * SQL as SQLite has it.
 *
 * @module
 */
import { columnList, onConflict, quoted } from '../sql/dialect.ts';
import type { Dialect } from '../sql/dialect.ts';
import type { Bind, Value } from '../sql/sql.ts';

export const sqliteDialect: Dialect = {
  forUpdate: '',
  ddl: {
    id: 'INTEGER PRIMARY KEY AUTOINCREMENT',
    int: 'INTEGER',
    flag: 'INTEGER',
    text: 'TEXT',
    keyText: () => 'TEXT',
    bytes: 'BLOB',
    keyBytes: () => 'BLOB',
    emptyText: "''",
    tableEnd: ' STRICT',
    clusteredEnd: ' STRICT, WITHOUT ROWID',
    restartIds: (table, next) => `UPDATE sqlite_sequence SET seq = ${next - 1} WHERE name = '${table}'`,
    uniqueWhere: ({ name, table, columns, where }) => [
      `CREATE UNIQUE INDEX ${name} ON ${table} (${Object.keys(columns).map(quoted).join(', ')}) WHERE ${where}`,
    ],
  },
  insertParts: (insert) => ({
    head: `INSERT INTO ${insert.table} (${columnList(insert)}) VALUES `,
    tail: onConflict(insert, 'max'),
  }),
};

/**
 * The text as SQLite prepares it. Its planner looks at what stands for a bare `?` after LIMIT, so that the statement
 * is prepared anew each time it gets a value, at several times the price of running it; in a sum it isn't looked at.
 */
export function preparable(text: string): string {
  return text.replaceAll('LIMIT ?', 'LIMIT ? + 0');
}

const LIST = /(\) )?IN \(\?\)/g;

/**
 * The text and values with a `?` for each item of each list. Lists are filled up to a power of two with their last item,
 * so that a text makes few statements, however long the lists are.
 */
export function withLists(
  text: string,
  values: readonly Bind[],
): { readonly text: string; readonly values: readonly Value[] } {
  if (!values.some(isList)) return { text, values: values as readonly Value[] };
  const filled = values.map((value) => (isList(value) ? filledUp(value) : value));
  const lists = filled.filter(isList);
  let at = 0;
  const longer = text.replace(LIST, (_found, pair: string | undefined) => {
    const { length } = lists[at++] ?? [];
    return pair === undefined
      ? `IN (${repeated('?', length)})`
      : `) IN (VALUES ${repeated('(?, ?)', length)})`;
  });
  return { text: longer, values: filled.flatMap((value) => (isList(value) ? value.flat() : [value])) };
}

/** Longer lists stay as long as they are: SQLite takes 32,766 values in all. */
const MAX_FILLED = 1024;

function filledUp(list: List): List {
  const { length } = list;
  const wanted = length > MAX_FILLED ? length : 2 ** Math.ceil(Math.log2(length));
  if (wanted === length) return list;
  // The items of a list are all of one kind.
  const items: readonly unknown[] = list;
  return [...items, ...Array.from({ length: wanted - length }, () => items.at(-1))] as unknown as List;
}

type List = Exclude<Bind, Value>;

function isList(value: Bind): value is List {
  return Array.isArray(value);
}

function repeated(marks: string, count: number): string {
  return Array.from({ length: count }, () => marks).join(', ');
}
