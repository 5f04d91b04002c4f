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
  forShare: '',
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

/** Longer lists are not padded: SQLite allows 32,766 values in total. */
const MAX_FILLED = 1024;

/**
 * All values in one list. Lists are padded to a power of two by repeating the last item, so that each text leads to few
 * prepared statements: one per `key`.
 */
export function flattened(
  text: string,
  given: readonly Bind[],
): { readonly key: string; readonly values: readonly Value[] } {
  let key = text;
  const values: Value[] = [];
  for (const value of given) {
    if (!isList(value)) {
      values.push(value);
      continue;
    }
    const length = filledLength(value);
    key += ` ${length}`;
    for (let i = 0; i < length; i++) {
      const item = value[Math.min(i, value.length - 1)] as Value | readonly Value[];
      if (isValue(item)) values.push(item);
      else values.push(...item);
    }
  }
  return { key, values };
}

/** Expands each list to one `?` per item of the padded list. */
export function withLists(text: string, given: readonly Bind[]): string {
  const lists = given.filter(isList);
  let at = 0;
  return text.replace(LIST, (_found, pair: string | undefined) => {
    const length = filledLength(lists[at++] ?? []);
    return pair === undefined
      ? `IN (${repeated('?', length)})`
      : `) IN (VALUES ${repeated('(?, ?)', length)})`;
  });
}

function filledLength({ length }: List): number {
  return length > MAX_FILLED ? length : 2 ** Math.ceil(Math.log2(length));
}

type List = Exclude<Bind, Value>;

export function isList(value: Bind): value is List {
  return Array.isArray(value);
}

function isValue(item: Value | readonly Value[]): item is Value {
  return !Array.isArray(item);
}

function repeated(marks: string, count: number): string {
  return Array.from({ length: count }, () => marks).join(', ');
}
