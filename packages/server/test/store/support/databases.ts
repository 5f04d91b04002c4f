/**
 * Database servers for tests: those that the environment names, or private ones.
 *
 * @module
 */
import { after } from 'node:test';
import { MissingProgramError, startMariadb, startPostgres } from '@posthorn/services';
import type { PrivateService } from '@posthorn/services';
import mysql from 'mysql2/promise';
import pg from 'pg';
import { silentLogger } from '../../../src/logger.ts';
import type { Logger } from '../../../src/logger.ts';
import { openMysqlStore, openPostgresStore } from '../../../src/compose/stores.ts';
import { DatabaseAddress } from '../../../src/store/server/address.ts';
import type { Store } from '../../../src/store/store.ts';
import { systemClock, systemRandom } from '../../../src/system.ts';

export interface TestServer {
  /** A URL of a new, empty database. */
  database(): Promise<string>;
  /** Statements on any database of it, as its owner. */
  execute(
    url: string,
    ...statements: readonly string[]
  ): Promise<readonly Readonly<Record<string, unknown>>[]>;
  /** Undefined when the environment names the server: then it is not ours to kill. */
  readonly service: PrivateService | undefined;
}

export interface TestEngine {
  readonly name: string;
  /** Or the reason why there is none. The server ends with the test file. */
  start(): Promise<TestServer | string>;
  open(url: string, logger?: Logger): Promise<Store>;
}

export const TEST_ENGINES: readonly TestEngine[] = [
  {
    name: 'PostgreSQL',
    start: () => start(process.env['POSTHORN_TEST_POSTGRES'], startPostgres, executeOnPostgres),
    open: (url, logger = silentLogger) =>
      openPostgresStore({
        address: new DatabaseAddress(url),
        clock: systemClock,
        random: systemRandom,
        logger,
      }),
  },
  {
    name: 'MariaDB',
    start: () => start(process.env['POSTHORN_TEST_MARIADB'], startMariadb, executeOnMysql),
    open: (url, logger = silentLogger) =>
      openMysqlStore({ address: new DatabaseAddress(url), clock: systemClock, random: systemRandom, logger }),
  },
];

type Execute = TestServer['execute'];

async function start(
  given: string | undefined,
  startPrivate: () => Promise<PrivateService>,
  execute: Execute,
): Promise<TestServer | string> {
  let service: PrivateService | undefined;
  if (given === undefined || given === '') {
    try {
      service = await startPrivate();
    } catch (error) {
      if (error instanceof MissingProgramError) return error.message;
      throw error;
    }
    const ours = service;
    after(() => ours.remove());
  }
  const url = given ?? service?.url ?? '';
  let count = 0;
  return {
    service,
    execute,
    async database() {
      const name = `posthorn_test_${process.pid}_${(count += 1)}`;
      await execute(url, `CREATE DATABASE ${name}`);
      const made = new URL(url);
      made.pathname = name;
      return made.href;
    },
  };
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
