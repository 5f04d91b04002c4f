/**
 * PostgreSQL as an engine of the store.
 *
 * @module
 */
import pg from 'pg';
import type { Logger } from '../../logger.ts';
import type { DatabaseAddress } from '../server/address.ts';
import { BOUNDS, DatabaseFailure } from '../server/engine.ts';
import type { ConnectionMode, DatabaseConnection, Engine } from '../server/engine.ts';
import { tlsOptions } from '../server/tls.ts';
import { StoreError } from '../store.ts';
import { PostgresConnection, StatementNames } from './connection.ts';
import { postgresDialect } from './dialect.ts';
import { checkDurability, needsSyncCommit } from './durability.ts';
import type { DurabilitySettings } from './durability.ts';
import { whyNotConnected } from './failures.ts';

/** PostgreSQL 13, the oldest version that was maintained in 2025. */
const MIN_VERSION = 130_000;

export function createPostgresEngine(address: DatabaseAddress, logger: Logger): Engine {
  const names = new StatementNames();
  let isWarned = false;
  return {
    dialect: postgresDialect,
    async connect(mode): Promise<DatabaseConnection> {
      const client = createClient(address, mode);
      try {
        await client.connect();
        const warnings = await prepare(client);
        if (!isWarned) for (const warning of warnings) logger.warn({}, warning);
        isWarned = true;
        return new PostgresConnection(client, mode, names);
      } catch (error) {
        client.end().catch(() => {});
        throw error instanceof StoreError ? error : whyNotConnected(error, String(address));
      }
    },
  };
}

function createClient(
  { host, port, user, password, database, tls }: DatabaseAddress,
  mode: ConnectionMode,
): pg.Client {
  const client = new pg.Client({
    host,
    port,
    user,
    password,
    database,
    ssl: tlsOptions(tls) ?? false,
    application_name: 'posthorn',
    connectionTimeoutMillis: BOUNDS.connect,
    statement_timeout: BOUNDS.statement,
    lock_timeout: BOUNDS.lock,
    idle_in_transaction_session_timeout: BOUNDS.silence[mode],
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    types: { getTypeParser },
  });
  // Calls on the connection report the failure.
  client.on('error', () => {});
  return client;
}

const INT8 = 20;
const NUMERIC = 1700;

/** Parses bigint as number: all our numbers are safe integers. */
function getTypeParser(oid: number, format?: 'text' | 'binary'): (value: string) => unknown {
  if (oid === INT8 || oid === NUMERIC) return toSafeInteger;
  return pg.types.getTypeParser(oid, format as 'text') as (value: string) => unknown;
}

function toSafeInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new StoreError('corrupt', `the number ${text} is too large`);
  return value;
}

/** Configures a new session and checks the server. Returns warnings. */
async function prepare(client: pg.Client): Promise<readonly string[]> {
  const before = await settings(client);
  if (Number(before.server_version_num) < MIN_VERSION) {
    throw new StoreError(
      'incompatible',
      `PostgreSQL ${before.server_version} is too old: Posthorn needs 13 or newer.`,
    );
  }
  if (before.in_recovery) {
    throw new DatabaseFailure(
      'broken',
      'unavailable',
      'PostgreSQL is a standby there and takes no writes: name the primary one in --store.',
    );
  }
  if (!needsSyncCommit(before)) return checkDurability(before);
  await client.query('SET synchronous_commit = on');
  return checkDurability(await settings(client));
}

type Settings = DurabilitySettings & {
  readonly server_version: string;
  readonly server_version_num: string;
  readonly in_recovery: boolean;
};

async function settings(client: pg.Client): Promise<Settings> {
  const { rows } = await client.query<Settings>(
    `SELECT pg_is_in_recovery() AS in_recovery,
       ${['server_version', 'server_version_num', 'synchronous_commit', 'fsync', 'full_page_writes']
         .map((name) => `current_setting('${name}') AS ${name}`)
         .join(', ')}`,
  );
  const [found] = rows;
  if (found === undefined) throw new StoreError('unavailable', 'PostgreSQL does not tell its settings');
  return found;
}
