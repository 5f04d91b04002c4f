/**
 * The SQL of SQLite.
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
 * The text that SQLite prepares. Its planner looks at the value of a bare `?` after LIMIT, so the statement would be
 * prepared again for each value, at several times the cost of running it. It does not look at a `?` within a sum.
 */
export function preparable(text: string): string {
  return text.replaceAll('LIMIT ?', 'LIMIT ? + 0');
}

const LIST = /(\) )?IN \(\?\)/g;

/**
 * Expands each list to one `?` per item. Lists are padded to a power of two by repeating the last item, so that each
 * text leads to few prepared statements.
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

/** Longer lists are not padded: SQLite allows 32,766 values in total. */
const MAX_FILLED = 1024;

function filledUp(list: List): List {
  const { length } = list;
  const wanted = length > MAX_FILLED ? length : 2 ** Math.ceil(Math.log2(length));
  if (wanted === length) return list;
  // All items of a list have the same kind.
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
