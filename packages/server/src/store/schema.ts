/**
 * What a database needs so that its tables are those that are described.
 *
 * Where several processes share the data, older ones go on working while the first newer one migrates, and a newer
 * one may be taken back. So a migration only adds: tables, columns that have a default or may be absent, indexes
 * (ADR 0008). That is why it need not be written down: it is the difference between the descriptions and what is there.
 *
 * @module
 */
import { quoted } from './sql/dialect.ts';
import type { Ddl } from './sql/dialect.ts';
import type { Column, Index, Table } from './table.ts';

/**
 * The version of the layout, for what no addition can express. `minimum`: the lowest version whose programs still
 * work with data that this program has written. Raise both when what is there changes its meaning.
 */
export const LAYOUT = { version: 2, minimum: 1 } as const;

/** What is in a database now. */
export interface LiveSchema {
  /** Names of columns by table. */
  readonly columns: ReadonlyMap<string, ReadonlySet<string>>;
  readonly indexes: ReadonlySet<string>;
}

/** A column or an index of a table, as a database lists it. */
export interface SchemaRow {
  readonly table: string;
  readonly name: string;
}

export function liveSchema(columns: readonly SchemaRow[], indexes: readonly SchemaRow[]): LiveSchema {
  const byTable = new Map<string, Set<string>>();
  for (const { table, name } of columns) {
    byTable.set(table, (byTable.get(table) ?? new Set<string>()).add(name));
  }
  return { columns: byTable, indexes: new Set(indexes.map(({ name }) => name)) };
}

/** The statements that make what is missing, in order. Empty: nothing is. */
export function missingStatements(tables: readonly Table[], live: LiveSchema, ddl: Ddl): readonly string[] {
  return tables.flatMap((table) => {
    const columns = live.columns.get(table.name);
    if (columns === undefined) return createStatements(table, ddl);
    const added = Object.entries(table.columns).filter(([name]) => !columns.has(name));
    const indexes = (table.indexes ?? []).filter(({ name }) => !live.indexes.has(name));
    return [
      ...added.map(([name, column]) => addStatement(table, name, column, ddl)),
      ...indexes.flatMap((index) => indexStatements(table, index, ddl)),
    ];
  });
}

/** The statements that make one table and its indexes. */
export function createStatements(table: Table, ddl: Ddl): readonly string[] {
  const { name, columns, primaryKey, unique = [], indexes = [] } = table;
  const parts = [
    ...Object.entries(columns).map(([column, spec]) => definition(column, spec, ddl)),
    ...(primaryKey === undefined ? [] : [`PRIMARY KEY (${list(primaryKey)})`]),
    ...unique.map((group) => `UNIQUE (${list(group)})`),
  ];
  const end = primaryKey === undefined ? ddl.tableEnd : ddl.clusteredEnd;
  return [
    `CREATE TABLE ${name} (${parts.join(', ')})${end}`,
    ...indexes.flatMap((index) => indexStatements(table, index, ddl)),
  ];
}

function addStatement(table: Table, name: string, column: Column, ddl: Ddl): string {
  if (column.default === undefined && column.isNullable !== true) {
    throw new Error(`the column ${name} needs a default: the table ${table.name} may have rows already`);
  }
  return `ALTER TABLE ${table.name} ADD COLUMN ${definition(name, column, ddl)}`;
}

function indexStatements(table: Table, index: Index, ddl: Ddl): readonly string[] {
  const { name, columns, isUnique, where } = index;
  if (where === undefined) {
    return [`CREATE ${isUnique === true ? 'UNIQUE ' : ''}INDEX ${name} ON ${table.name} (${list(columns)})`];
  }
  return ddl.uniqueWhere({ name, table: table.name, columns: partialColumns(table, columns), where });
}

function partialColumns(
  table: Table,
  columns: readonly string[],
): Readonly<Record<string, 'int' | 'text' | 'bytes'>> {
  return Object.fromEntries(
    columns.map((name) => {
      const type = table.columns[name]?.type;
      return [name, type === 'text' || type === 'keyText' ? 'text' : type === 'keyBytes' ? 'bytes' : 'int'];
    }),
  );
}

function definition(name: string, column: Column, ddl: Ddl): string {
  const words = [quoted(name), typeOf(column, ddl)];
  if (column.type !== 'id' && column.isNullable !== true) words.push('NOT NULL');
  if (column.default !== undefined)
    words.push(`DEFAULT ${column.default === '' ? ddl.emptyText : column.default}`);
  if (column.isUnique === true) words.push('UNIQUE');
  return words.join(' ');
}

function typeOf({ type, max = 0 }: Column, ddl: Ddl): string {
  switch (type) {
    case 'keyText':
      return ddl.keyText(max);
    case 'keyBytes':
      return ddl.keyBytes(max);
    default:
      return ddl[type];
  }
}

function list(columns: readonly string[]): string {
  return columns.map(quoted).join(', ');
}
