/**
 * Creates or migrates the tables, while other nodes may be running or starting (ADR 0008).
 *
 * @module
 */
import type { Logger } from '../../logger.ts';
import { LAYOUT, missingStatements } from '../schema.ts';
import { insertAll, row } from '../sql/sql.ts';
import type { Insert, Query } from '../sql/sql.ts';
import { StoreError } from '../store.ts';
import type { Table } from '../table.ts';
import type { DatabaseConnection, Engine } from './engine.ts';
import { run } from './runner.ts';

export interface MigrateOptions {
  readonly engine: Engine;
  readonly logger: Logger;
  readonly tables: readonly Table[];
  /** The tables and layout of this program. Tests pass those of other versions. */
  readonly layout?: Layout;
}

/** See {@link LAYOUT}. */
export interface Layout {
  readonly version: number;
  readonly minimum: number;
}

/** Rejects with `incompatible` if the data is too new for this program. */
export async function migrate(options: MigrateOptions): Promise<void> {
  const connection = await options.engine.connect('write');
  try {
    if ((await plan(connection, options)).isDone) return;
    // If two nodes start at once, the second one waits here and then has nothing to do.
    await connection.exclusively(() => bringUpToDate(connection, options));
  } finally {
    connection.destroy();
  }
}

interface Plan {
  readonly isDone: boolean;
  readonly statements: readonly string[];
  /** The values that the database stores afterwards. */
  readonly layout: Layout;
}

/** Throws if this program is too old for the data. */
async function plan(connection: DatabaseConnection, options: MigrateOptions): Promise<Plan> {
  const { engine, tables, layout = LAYOUT } = options;
  const live = await connection.schema();
  const found = live.columns.has(LAYOUT_TABLE) ? await readLayout(connection) : undefined;
  const { version, minimum } = found ?? { version: 0, minimum: 0 };
  if (minimum > layout.version) {
    throw new StoreError(
      'incompatible',
      `The database is of version ${version}, which needs a Posthorn that knows ${minimum}; this one knows ${layout.version}: ` +
        'start the newer Posthorn again.',
    );
  }
  const statements = missingStatements(tables, live, engine.dialect.ddl);
  return {
    isDone: statements.length === 0 && version >= layout.version,
    statements: live.columns.has(LAYOUT_TABLE) ? statements : [MAKE_LAYOUT_TABLE, ...statements],
    layout: version > layout.version ? { version, minimum } : layout,
  };
}

async function bringUpToDate(connection: DatabaseConnection, options: MigrateOptions): Promise<void> {
  const { isDone, statements, layout } = await plan(connection, options);
  if (isDone) return;
  options.logger.info(
    { version: layout.version, statements: statements.length },
    'bringing the tables up to date',
  );
  await connection.begin();
  // If such statements commit individually, an earlier attempt may have stopped half way. Existing tables and indexes
  // stay.
  for (const text of statements) await connection.define(text);
  await run(connection, setLayout(layout));
  await connection.commit();
}

/** One row: the version of the layout, and the lowest version that programs must know to use it. */
const LAYOUT_TABLE = 'posthorn_schema';
const MAKE_LAYOUT_TABLE = `CREATE TABLE ${LAYOUT_TABLE} (one SMALLINT NOT NULL PRIMARY KEY, version INT NOT NULL, minimum INT NOT NULL)`;

const LAYOUT_ROW: Insert = {
  table: LAYOUT_TABLE,
  columns: { one: 'int', version: 'int', minimum: 'int' },
  onConflict: { key: ['one'], set: { version: 'new', minimum: 'new' } },
};

function* setLayout({ version, minimum }: Layout): Query<void> {
  yield* insertAll(LAYOUT_ROW, [[1, version, minimum]]);
}

async function readLayout(connection: DatabaseConnection): Promise<Layout | undefined> {
  return run(connection, row<Layout>(`SELECT version, minimum FROM ${LAYOUT_TABLE}`));
}
