/**
 * Computes the statements that bring a database to the described tables.
 *
 * When several processes share the data, older ones keep working while the first newer one migrates, and a newer
 * version may be rolled back. So a migration only adds tables, columns (with a default or nullable) and indexes (ADR
 * 0008). It need not be written by hand: it is the difference between the descriptions and the live schema.
 *
 * @module
 */
import { quoted } from './sql/dialect.ts';
import type { Ddl } from './sql/dialect.ts';
import type { Column, Index, Table } from './table.ts';

/**
 * Version of the layout, for changes that are not additions. `minimum`: the lowest version whose programs can still
 * work with data written by this program. Raise both when existing data changes its meaning.
 */
export const LAYOUT = { version: 2, minimum: 1 } as const;

/** The current schema of a database. */
export interface LiveSchema {
  /** Column names by table. */
  readonly columns: ReadonlyMap<string, ReadonlySet<string>>;
  readonly indexes: ReadonlySet<string>;
}

/** A column or index, as listed by a database. */
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

/** Returns the statements that create what is missing, in order. Empty if nothing is missing. */
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

/** Returns the statements that create one table and its indexes. */
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
