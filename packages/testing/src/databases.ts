/**
 * Database servers for tests. Each test has a database of its own, on the server that the environment names, on the one
 * that all files of a run share, or on a private one. A test that kills, freezes or fills the server asks for a
 * private one.
 *
 * @module
 */
import { randomBytes } from 'node:crypto';
import { after } from 'node:test';
import { MissingProgramError, sharedServer, startMariadb, startPostgres } from '@posthorn/services';
import type { PrivateService, SharedName } from '@posthorn/services';
import {
  DatabaseAddress,
  openMysqlStore,
  openPostgresStore,
  silentLogger,
  systemClock,
  systemRandom,
} from '@posthorn/server';
import type { Logger, Store } from '@posthorn/server';
import mysql from 'mysql2/promise';
import pg from 'pg';
import type { Lodging } from './process-cluster.ts';

export interface TestServer {
  /** A URL of a new, empty database. */
  database(): Promise<string>;
  /** The same, for whoever removes what it has started. */
  readonly lodging: () => Promise<Lodging>;
  /** Statements on any database of it, as its owner. */
  execute(
    url: string,
    ...statements: readonly string[]
  ): Promise<readonly Readonly<Record<string, unknown>>[]>;
  /** The same for many that give no rows, at once. */
  executeTogether(url: string, statements: readonly string[]): Promise<void>;
}

/** One that a test may kill and freeze. */
export interface PrivateTestServer extends TestServer {
  readonly service: PrivateService;
}

export interface TestEngine {
  readonly name: SharedName;
  /** One that other tests use too, or the reason why there is none. */
  start(): Promise<TestServer | string>;
  /** One that ends with the test file, or the reason why there is none. */
  startPrivate(): Promise<PrivateTestServer | string>;
  /** `storages`: those of the built-in features unless given. */
  open(url: string, logger?: Logger, storages?: Storages): Promise<Store>;
}

type Storages = Parameters<typeof openPostgresStore>[0]['storages'];

export const TEST_ENGINES: readonly TestEngine[] = [
  engine({
    name: 'PostgreSQL',
    variable: 'POSTHORN_TEST_POSTGRES',
    startService: startPostgres,
    execute: executeOnPostgres,
    together: (statements) => statements.join('; '),
    drop: (database) => [`DROP DATABASE ${database} WITH (FORCE)`],
    open: openPostgresStore,
  }),
  engine({
    name: 'MariaDB',
    variable: 'POSTHORN_TEST_MARIADB',
    startService: startMariadb,
    execute: executeOnMysql,
    together: (statements) => `BEGIN NOT ATOMIC START TRANSACTION; ${statements.join('; ')}; COMMIT; END`,
    // A connection that a killed node has left may hold it for a while; then it goes with the server.
    drop: (database) => ['SET lock_wait_timeout = 1', `DROP DATABASE IF EXISTS ${database}`],
    open: openMysqlStore,
  }),
];

interface EngineParts {
  readonly name: SharedName;
  /** Of the environment, with the URL of a server to use. */
  readonly variable: string;
  readonly startService: () => Promise<PrivateService>;
  readonly execute: TestServer['execute'];
  /** One statement of several. */
  readonly together: (statements: readonly string[]) => string;
  readonly drop: (database: string) => readonly string[];
  readonly open: typeof openPostgresStore;
}

function engine({ name, variable, startService, drop, open, ...parts }: EngineParts): TestEngine {
  const { execute } = parts;
  const startPrivate = async (): Promise<PrivateTestServer> => {
    const service = await startService();
    after(() => service.remove());
    return { ...testServer(service.url, parts), service };
  };
  const start = async (): Promise<TestServer> => {
    const url = process.env[variable] || (await sharedServer(name));
    if (url === undefined) return startPrivate();
    const made: string[] = [];
    after(async () => {
      for (const each of made) await execute(url, ...drop(each)).catch(() => {});
    });
    return testServer(url, parts, (each) => made.push(each));
  };
  return {
    name,
    start: () => start().catch(whyMissing),
    startPrivate: () => startPrivate().catch(whyMissing),
    open: (url, logger = silentLogger, storages) =>
      open({
        address: new DatabaseAddress(url),
        clock: systemClock,
        random: systemRandom,
        logger,
        ...(storages && { storages }),
      }),
  };
}

function whyMissing(error: unknown): string {
  if (error instanceof MissingProgramError) return error.message;
  throw error;
}

function testServer(
  url: string,
  { execute, together }: Pick<EngineParts, 'execute' | 'together'>,
  onMade: (name: string) => void = () => {},
): TestServer {
  const database = async (): Promise<string> => {
    const name = `posthorn_test_${randomBytes(6).toString('hex')}`;
    await execute(url, `CREATE DATABASE ${name}`);
    onMade(name);
    const made = new URL(url);
    made.pathname = name;
    return made.href;
  };
  const lodging = async (): Promise<Lodging> => ({ url: await database(), pid: 0, remove: async () => {} });
  const executeTogether = async (place: string, statements: readonly string[]): Promise<void> => {
    await execute(place, together(statements));
  };
  return { execute, executeTogether, database, lodging };
}

async function executeOnPostgres(
  url: string,
  ...statements: readonly string[]
): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    let rows: readonly Readonly<Record<string, unknown>>[] = [];
    for (const statement of statements) ({ rows } = await client.query(statement));
    return rows;
  } finally {
    await client.end();
  }
}

async function executeOnMysql(
  url: string,
  ...statements: readonly string[]
): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const connection = await mysql.createConnection(url);
  try {
    let rows: readonly Readonly<Record<string, unknown>>[] = [];
    for (const statement of statements) {
      const [found] = await connection.query(statement);
      rows = found as typeof rows;
    }
    return rows;
  } finally {
    await connection.end();
  }
}
