/**
 * MariaDB and MySQL as an engine of the store. Differences are detected by features, not by name.
 *
 * @module
 */
import mysql from 'mysql2/promise';
import type { Connection as Driver, RowDataPacket } from 'mysql2/promise';
import type { Logger } from '../../logger.ts';
import type { DatabaseAddress } from '../server/address.ts';
import { BOUNDS, DatabaseFailure } from '../server/engine.ts';
import type { ConnectionMode, DatabaseConnection, Engine } from '../server/engine.ts';
import { tlsOptions } from '../server/tls.ts';
import type { Dialect } from '../sql/dialect.ts';
import { StoreError } from '../store.ts';
import { MysqlConnection } from './connection.ts';
import { mysqlDialect } from './dialect.ts';
import { checkDurability } from './durability.ts';
import type { Variables } from './durability.ts';
import { whyNotConnected } from './failures.ts';

/** Collations that compare byte by byte, including trailing blanks. Each server has one of them. */
const COLLATIONS = ['utf8mb4_nopad_bin', 'utf8mb4_0900_bin'];

const SQL_MODE = 'ANSI_QUOTES,STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION,ERROR_FOR_DIVISION_BY_ZERO';

const ISOLATION: Readonly<Record<ConnectionMode, string>> = {
  write: 'READ COMMITTED',
  read: 'REPEATABLE READ',
};

/** Connects once first, because the dialect depends on the server. */
export function createMysqlEngine(address: DatabaseAddress, logger: Logger): Engine {
  let dialect: Dialect | undefined;
  return {
    get dialect() {
      if (dialect === undefined) throw new Error('no connection was made yet');
      return dialect;
    },
    async connect(mode): Promise<DatabaseConnection> {
      const driver = await connectDriver(address);
      try {
        const variables = await readVariables(driver);
        const warnings = checkServer(variables);
        if (dialect === undefined) {
          for (const warning of warnings) logger.warn({}, warning);
          dialect = mysqlDialect(await collationOf(driver));
        }
        for (const setting of settingsFor(mode, variables)) await driver.query(`SET SESSION ${setting}`);
        return new MysqlConnection({ driver, mode, dialect, identity: identityFrom(variables) });
      } catch (error) {
        driver.destroy();
        throw error instanceof StoreError ? error : whyNotConnected(error, String(address));
      }
    },
  };
}

async function connectDriver(address: DatabaseAddress): Promise<Driver> {
  const { host, port, user, password, database } = address;
  const tls = tlsOptions(address.tls);
  try {
    const driver = await mysql.createConnection({
      ...(address.isSocket ? { socketPath: host } : { host, port }),
      user,
      password,
      database,
      ...(tls !== undefined && { ssl: tls as mysql.SslOptions }),
      charset: 'utf8mb4',
      decimalNumbers: true,
      connectTimeout: BOUNDS.connect,
      enableKeepAlive: true,
      keepAliveInitialDelay: 10_000,
      connectAttributes: { program_name: 'posthorn' },
    });
    // Calls on the connection report the failure.
    driver.on('error', () => {});
    return driver;
  } catch (error) {
    throw whyNotConnected(error, String(address));
  }
}

const LOOKED_AT = [
  'version',
  'read_only',
  'innodb_flush_log_at_trx_commit',
  'log_bin',
  'sync_binlog',
  'binlog_format',
  'innodb_doublewrite',
  'max_statement_time',
  'max_execution_time',
  'idle_transaction_timeout',
  'innodb_snapshot_isolation',
  'in_predicate_conversion_threshold',
  'server_uuid',
  'server_uid',
];

async function readVariables(driver: Driver): Promise<Variables> {
  const [found] = await driver.query<RowDataPacket[]>('SHOW GLOBAL VARIABLES WHERE Variable_name IN (?)', [
    LOOKED_AT,
  ]);
  return new Map(found.map((each) => [String(each['Variable_name']), String(each['Value'])]));
}

/** Throws if the server is unfit. Returns warnings. */
function checkServer(variables: Variables): readonly string[] {
  if (variables.get('read_only')?.startsWith('ON') === true) {
    throw new DatabaseFailure(
      'broken',
      'unavailable',
      'The database is read-only there, as replicas are: name the primary one in --store.',
    );
  }
  return checkDurability(variables);
}

async function collationOf(driver: Driver): Promise<string> {
  const [found] = await driver.query<RowDataPacket[]>('SHOW COLLATION WHERE Collation IN (?)', [COLLATIONS]);
  const name: unknown = found[0]?.['Collation'];
  if (typeof name === 'string') return name;
  throw new StoreError(
    'incompatible',
    `The database is too old: it has none of the collations ${COLLATIONS.join(', ')} (MariaDB 10.6, MySQL 8.0 or newer).`,
  );
}

function settingsFor(mode: ConnectionMode, variables: Variables): readonly string[] {
  const seconds = BOUNDS.statement / 1000;
  return [
    `sql_mode = '${SQL_MODE}'`,
    `TRANSACTION ISOLATION LEVEL ${ISOLATION[mode]}`,
    `innodb_lock_wait_timeout = ${BOUNDS.lock / 1000}`,
    ...(variables.has('max_statement_time') ? [`max_statement_time = ${seconds}`] : []),
    ...(variables.has('max_execution_time') ? [`max_execution_time = ${BOUNDS.statement}`] : []),
    // Otherwise MariaDB turns a list of 1000 pairs into a table and looks up each message in it.
    ...(variables.has('in_predicate_conversion_threshold') ? ['in_predicate_conversion_threshold = 0'] : []),
    ...(variables.has('idle_transaction_timeout')
      ? [`idle_transaction_timeout = ${BOUNDS.silence[mode] / 1000}`]
      : []),
  ];
}

/** SQL expression that identifies this server: its own id, if it has one. */
function identityFrom(variables: Variables): string {
  const own = ['server_uuid', 'server_uid'].find((name) => variables.has(name));
  return own === undefined ? "''" : `@@GLOBAL.${own}`;
}
