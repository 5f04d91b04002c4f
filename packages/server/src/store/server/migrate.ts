/**
 * Makes the tables, or brings them up to date, while other nodes may be working or starting (ADR 0008).
 *
 * @module
 */
import type { Logger } from '../../logger.ts';
import { MIGRATIONS } from '../sql/schema.ts';
import type { Migration } from '../sql/schema.ts';
import { insertAll, row } from '../sql/sql.ts';
import type { Insert, Query } from '../sql/sql.ts';
import { StoreError } from '../store.ts';
import type { Connection, Engine } from './engine.ts';
import { run } from './runner.ts';

export interface MigrateOptions {
  readonly engine: Engine;
  readonly logger: Logger;
  /** What this program knows; tests play other programs. */
  readonly migrations?: readonly Migration[];
}

/** Rejects with `incompatible` when the data is too new for this program. */
export async function migrate(options: MigrateOptions): Promise<void> {
  const { engine, migrations = MIGRATIONS } = options;
  const connection = await engine.connect('write');
  try {
    if (isCurrent(await readVersion(connection), migrations.length)) return;
    // Two nodes that start at once: the second one waits here, and then finds nothing to do.
    await connection.exclusively(() => migrateFrom(connection, options));
  } finally {
    connection.destroy();
  }
}

interface Version {
  readonly version: number;
  readonly minimum: number;
}

/** True: nothing to do. Throws when we are too old. */
function isCurrent({ version, minimum }: Version, known: number): boolean {
  if (minimum > known) {
    throw new StoreError(
      'incompatible',
      `The database is of version ${version}, which needs a Posthorn that knows ${minimum}; this one knows ${known}: ` +
        'start the newer Posthorn again.',
    );
  }
  return version >= known;
}

async function migrateFrom(connection: Connection, options: MigrateOptions): Promise<void> {
  const { engine, logger, migrations = MIGRATIONS } = options;
  const { version } = await readVersion(connection);
  for (const [index, { minimum, statements }] of migrations.entries()) {
    const next = index + 1;
    if (next <= version) continue;
    logger.info({ version: next }, 'bringing the tables up to date');
    await connection.begin();
    // Where such statements commit by themselves an attempt may have ended half way: what is there stays.
    if (index === 0) await connection.define(SCHEMA_TABLE);
    for (const text of statements(engine.dialect.ddl)) await connection.define(text);
    await run(connection, setVersion({ version: next, minimum }));
    await connection.commit();
  }
}

/** One row: the version of the tables, and the lowest that programs must know to work with them. */
const SCHEMA_TABLE =
  'CREATE TABLE posthorn_schema (one SMALLINT NOT NULL PRIMARY KEY, version INT NOT NULL, minimum INT NOT NULL)';

const SCHEMA_ROW: Insert = {
  table: 'posthorn_schema',
  columns: { one: 'int', version: 'int', minimum: 'int' },
  onConflict: { key: ['one'], set: { version: 'new', minimum: 'new' } },
};

function* setVersion({ version, minimum }: Version): Query<void> {
  yield* insertAll(SCHEMA_ROW, [[1, version, minimum]]);
}

async function readVersion(connection: Connection): Promise<Version> {
  if (!(await connection.hasTable('posthorn_schema'))) return { version: 0, minimum: 0 };
  const found = await run(connection, row<Version>('SELECT version, minimum FROM posthorn_schema'));
  return found ?? { version: 0, minimum: 0 };
}
