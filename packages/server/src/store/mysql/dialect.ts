/**
 * The SQL of MariaDB and MySQL, with sql_mode ANSI_QUOTES.
 *
 * @module
 */
import { columnList, quoted } from '../sql/dialect.ts';
import type { Ddl, Dialect, PartialIndex } from '../sql/dialect.ts';
import type { Bind, Insert, Update, UpdatedRow, Value } from '../sql/sql.ts';

/** `collation`: compares text byte by byte, including trailing blanks. Its name differs between MariaDB and MySQL. */
export function mysqlDialect(collation: string): Dialect {
  // MariaDB does not know FOR SHARE.
  const forShare = ' LOCK IN SHARE MODE';
  return { forUpdate: ' FOR UPDATE', forShare, ddl: ddlWith(collation), insertParts };
}

function ddlWith(collation: string): Ddl {
  const end = ` ENGINE=InnoDB ROW_FORMAT=DYNAMIC DEFAULT CHARSET=utf8mb4 COLLATE=${collation}`;
  return {
    id: 'BIGINT AUTO_INCREMENT PRIMARY KEY',
    int: 'BIGINT',
    flag: 'SMALLINT',
    text: 'MEDIUMTEXT',
    keyText: (maxChars) => `VARCHAR(${maxChars})`,
    bytes: 'LONGBLOB',
    keyBytes: (maxBytes) => `VARBINARY(${maxBytes})`,
    emptyText: "('')",
    tableEnd: end,
    clusteredEnd: end,
    restartIds: (table, next) => `ALTER TABLE ${table} AUTO_INCREMENT = ${next}`,
    uniqueWhere,
  };
}

const COPY_TYPES = { int: 'BIGINT', text: 'VARCHAR(255)', bytes: 'VARBINARY(255)' } as const;

/**
 * Emulates a partial index by generated columns: they are null for rows outside the condition, and unique indexes
 * ignore nulls.
 */
function uniqueWhere({ name, table, columns, where }: PartialIndex): readonly string[] {
  const copies = Object.entries(columns).map(([column, type]) => ({
    name: `${name}_${column}`,
    definition: `${COPY_TYPES[type]} GENERATED ALWAYS AS (CASE WHEN ${where} THEN ${quoted(column)} END) STORED`,
  }));
  const adds = copies.map((copy) => `ADD COLUMN ${copy.name} ${copy.definition}`);
  const list = copies.map((copy) => copy.name).join(', ');
  return [`ALTER TABLE ${table} ${adds.join(', ')}, ADD UNIQUE INDEX ${name} (${list})`];
}

function insertParts(insert: Insert): { readonly head: string; readonly tail: string } {
  const sets = Object.entries(insert.onConflict?.set ?? {}).map(([name, how]) => {
    const [column, given] = [quoted(name), `VALUES(${quoted(name)})`];
    return `${column} = ${how === 'new' ? given : `GREATEST(${column}, ${given})`}`;
  });
  return {
    head: `INSERT INTO ${insert.table} (${columnList(insert)}) VALUES `,
    tail: sets.length === 0 ? '' : ` ON DUPLICATE KEY UPDATE ${sets.join(', ')}`,
  };
}

/**
 * INTERVAL() finds the position of a row's key in the list of keys by binary search; ELT() returns the value at that
 * position. A join with a list of rows would cost twice as much.
 */
export function updateStatement(
  { table, key, columns }: Update,
  rows: readonly UpdatedRow[],
): { readonly text: string; readonly values: readonly unknown[] } {
  const keys = rows.map(([first]) => first);
  const names = Object.keys(columns);
  const sets = names.map((name) => `${quoted(name)} = ELT(INTERVAL(${quoted(key)}, ?), ?)`);
  const values = names.flatMap((_, index) => [keys, rows.map((row) => parameterOf(row[index + 1] ?? null))]);
  return {
    text: `UPDATE ${table} SET ${sets.join(', ')} WHERE ${quoted(key)} IN (?)`,
    values: [...values, keys],
  };
}

/** Converts a value for the driver: bytes become Buffers; lists are passed as they are. */
export function parametersOf(values: readonly Bind[]): readonly unknown[] {
  return values.map((value) => (value instanceof Uint8Array ? parameterOf(value) : value));
}

export function parameterOf(value: Value): unknown {
  if (!(value instanceof Uint8Array) || Buffer.isBuffer(value)) return value;
  return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
}
