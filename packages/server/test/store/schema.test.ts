/** The description of the tables, held against what each engine says of the tables that were made from it. */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import { QUERIES } from '../../src/compose/features.ts';
import { openSqliteStore } from '../../src/compose/stores.ts';
import { silentLogger } from '../../src/logger.ts';
import { columnType, keyText, table, zero } from '../../src/store/table.ts';
import type { Table } from '../../src/store/table.ts';
import { Database } from '../../src/store/sqlite/database.ts';
import { systemRandom } from '../../src/system.ts';
import { TEST_ENGINES } from '@posthorn/testing/databases';

interface LiveColumn {
  readonly table: string;
  readonly name: string;
  /** As the engine calls it. */
  readonly type: string;
  readonly isNullable: boolean;
  readonly hasDefault: boolean;
  /** An automatic number, or the engine's own column of an index. */
  readonly isGenerated: boolean;
}

interface LiveIndex {
  readonly table: string;
  readonly name: string;
  readonly isUnique: boolean;
  /** In order, with commas between. */
  readonly columns: string;
}

interface Live {
  readonly columns: readonly LiveColumn[];
  readonly indexes: readonly LiveIndex[];
}

const FAMILIES: Readonly<Record<'int' | 'text' | 'bytes', RegExp>> = {
  int: /int/i,
  text: /text|varchar|character/i,
  bytes: /blob|bytea|binary/i,
};

/** What each engine keeps for itself. */
const OWN_TABLES = ['posthorn_schema', 'sqlite_sequence'];

function assertAsDescribed(tables: readonly Table[], { columns, indexes }: Live): void {
  const made = new Set(columns.map((column) => column.table).filter((name) => !OWN_TABLES.includes(name)));
  assert.deepEqual([...made].toSorted(), tables.map(({ name }) => name).toSorted());
  for (const described of tables) {
    const live = columns.filter((column) => column.table === described.name && !column.isGenerated);
    assert.deepEqual(
      live.map(({ name }) => name),
      Object.keys(described.columns),
      described.name,
    );
    for (const { name, type, isNullable, hasDefault } of live) {
      const column = described.columns[name];
      assert.ok(column !== undefined);
      const place = `${described.name}.${name}`;
      assert.match(type, FAMILIES[columnType(column)], place);
      if (column.type === 'id') continue;
      assert.equal(isNullable, column.isNullable === true, `${place} may be null`);
      assert.equal(hasDefault, column.default !== undefined, `${place} has a default`);
    }
    for (const wanted of uniquesOf(described)) {
      const found = indexes.some(
        (index) => index.table === described.name && index.isUnique && index.columns === wanted,
      );
      assert.ok(found, `${described.name}: ${wanted} are unique`);
    }
    for (const { name, isUnique = false } of described.indexes ?? []) {
      assert.equal(indexes.find((index) => index.name === name)?.isUnique, isUnique, name);
    }
  }
}

function uniquesOf({ columns, primaryKey, unique = [] }: Table): readonly string[] {
  const single = Object.entries(columns).flatMap(([name, { isUnique }]) => (isUnique === true ? [name] : []));
  const groups = [...unique, ...(primaryKey === undefined ? [] : [primaryKey])];
  return [...single, ...groups.map((names) => names.join(','))];
}

function readSqlite(path: string): Live {
  const database = new DatabaseSync(path, { readOnly: true });
  try {
    const columns = database
      .prepare(
        `SELECT tables.name AS "table", fields.name, fields.type, fields."notnull", fields.dflt_value, fields.pk
         FROM sqlite_schema AS tables JOIN pragma_table_xinfo(tables.name) AS fields WHERE tables.type = 'table'
         ORDER BY tables.name, fields.cid`,
      )
      .all()
      .map((each) => ({
        table: String(each['table']),
        name: String(each['name']),
        type: String(each['type']),
        isNullable: each['notnull'] === 0 && each['pk'] === 0,
        hasDefault: each['dflt_value'] !== null,
        isGenerated: false,
      }));
    const indexes = database
      .prepare(
        `SELECT tables.name AS "table", indexes.name, indexes."unique",
           (SELECT group_concat(name, ',') FROM pragma_index_info(indexes.name)) AS columns
         FROM sqlite_schema AS tables JOIN pragma_index_list(tables.name) AS indexes WHERE tables.type = 'table'`,
      )
      .all()
      .map((each) => ({
        table: String(each['table']),
        name: String(each['name']),
        isUnique: each['unique'] === 1,
        columns: String(each['columns']),
      }));
    return { columns, indexes };
  } finally {
    database.close();
  }
}

const SERVER_QUERIES: Readonly<Record<string, readonly [columns: string, indexes: string]>> = {
  PostgreSQL: [
    `SELECT table_name AS "table", column_name AS name, data_type AS type, is_nullable = 'YES' AS "isNullable",
       column_default IS NOT NULL AS "hasDefault", false AS "isGenerated"
     FROM information_schema.columns WHERE table_schema = 'public' ORDER BY table_name, ordinal_position`,
    `SELECT tables.relname AS "table", names.relname AS name, index.indisunique AS "isUnique",
       (SELECT string_agg(a.attname, ',' ORDER BY k.place) FROM unnest(index.indkey) WITH ORDINALITY AS k(attnum, place)
        JOIN pg_attribute a ON a.attrelid = index.indrelid AND a.attnum = k.attnum) AS columns
     FROM pg_index index JOIN pg_class tables ON tables.oid = index.indrelid
       JOIN pg_class names ON names.oid = index.indexrelid JOIN pg_namespace n ON n.oid = tables.relnamespace
     WHERE n.nspname = 'public'`,
  ],
  MariaDB: [
    `SELECT table_name AS \`table\`, column_name AS name, data_type AS type, is_nullable = 'YES' AS isNullable,
       column_default IS NOT NULL AND column_default <> 'NULL' AS hasDefault,
       is_generated = 'ALWAYS' AS isGenerated
     FROM information_schema.columns WHERE table_schema = DATABASE() ORDER BY table_name, ordinal_position`,
    `SELECT table_name AS \`table\`, index_name AS name, MIN(non_unique) = 0 AS isUnique,
       GROUP_CONCAT(column_name ORDER BY seq_in_index) AS columns
     FROM information_schema.statistics WHERE table_schema = DATABASE() GROUP BY table_name, index_name`,
  ],
};

async function folderOf(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'posthorn-schema-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

describe('the tables that were made', () => {
  it('are those of the description, in SQLite', async (t) => {
    const directory = await folderOf(t);
    const store = await openSqliteStore({ directory, random: systemRandom, logger: silentLogger });
    await store.close();
    assert.ok(QUERIES.tables.length >= 10, 'the log and the features have their tables');
    assertAsDescribed(QUERIES.tables, readSqlite(join(directory, 'posthorn.db')));
  });

  it('would be told from others', async (t) => {
    const directory = await folderOf(t);
    const path = join(directory, 'other.db');
    new Database({ path, isReader: false, synchronous: 'FULL', tables: QUERIES.tables }).close();
    const live = readSqlite(path);
    const more = table({ name: 'blocks', columns: { user: zero, other: zero, since: zero }, key: ['user'] });
    const changed = QUERIES.tables.map((each) => (each.name === 'blocks' ? more : each));
    assert.throws(() => assertAsDescribed(changed, live), /blocks/);
    assert.throws(() => assertAsDescribed(QUERIES.tables.slice(1), live), /meta/);
  });

  it('get what is added to the description, and keep their rows', async (t) => {
    const path = join(await folderOf(t), 'grown.db');
    const open = (tables: readonly Table[]) =>
      new Database({ path, isReader: false, synchronous: 'FULL', tables });
    open(QUERIES.tables).close();
    const before = new DatabaseSync(path);
    before.exec('INSERT INTO blocks ("user", other) VALUES (1, 2)');
    before.close();
    const grown = QUERIES.tables.map((each) =>
      each.name === 'blocks'
        ? table({
            ...each,
            columns: { ...each.columns, since: zero },
            indexes: [{ name: 'blocks_since', columns: ['since'] }],
          })
        : each,
    );
    open([...grown, table({ name: 'later', columns: { name: keyText(10) }, primaryKey: ['name'] })]).close();
    const after = new DatabaseSync(path, { readOnly: true });
    t.after(() => after.close());
    assert.deepEqual({ ...after.prepare('SELECT * FROM blocks').get() }, { user: 1, other: 2, since: 0 });
    assert.deepEqual(after.prepare('SELECT * FROM later').all(), []);
    open(QUERIES.tables).close();
    const bad = table({
      name: 'later',
      columns: { name: keyText(10), more: keyText(5) },
      primaryKey: ['name'],
    });
    assert.throws(() => open([...grown, bad]), /the column more needs a default/);
  });

  for (const engine of TEST_ENGINES) {
    const [columnsText = '', indexesText = ''] = SERVER_QUERIES[engine.name] ?? [];
    it(`are those of the description, in ${engine.name}`, async (t) => {
      const server = await engine.start();
      if (typeof server === 'string') return t.skip(server);
      const url = await server.database();
      await (await engine.open(url)).close();
      const rows = async (text: string) => (await server.execute(url, text)).map(normal);
      const columns = (await rows(columnsText)) as unknown as readonly LiveColumn[];
      const indexes = (await rows(indexesText)) as unknown as readonly LiveIndex[];
      assertAsDescribed(QUERIES.tables, { columns, indexes });
    });
  }
});

/** MariaDB's truths are numbers. */
function normal(found: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(found).map(([key, value]) => [key, /^(is|has)/.test(key) ? Boolean(value) : value]),
  );
}
