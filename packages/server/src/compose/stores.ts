/**
 * Opens stores for programs that embed the server. By default with the storages of the built-in features.
 *
 * @module
 */
import { createMemoryStore as createMemory } from '../store/memory.ts';
import type { MemoryStoreOptions } from '../store/memory.ts';
import { openMysqlStore as openMysql } from '../store/mysql.ts';
import type { MysqlStoreOptions } from '../store/mysql.ts';
import { openPostgresStore as openPostgres } from '../store/postgres.ts';
import type { PostgresStoreOptions } from '../store/postgres.ts';
import { openSqliteStore as openSqlite } from '../store/sqlite.ts';
import type { SqliteStoreOptions } from '../store/sqlite.ts';
import type { Store } from '../store/store.ts';
import { REGISTRY } from './features.ts';

/** `storages` default to those of the built-in features. */
type Given<Options> = Omit<Options, 'storages'> & Partial<Options>;

/** An empty store that ends with the process. */
export function createMemoryStore(options: Given<MemoryStoreOptions>): Store {
  return createMemory({ storages: REGISTRY.storages, ...options });
}

/** Opens the database; creates it if missing. Rejects with a StoreError whose message says what to do. */
export function openSqliteStore(options: Given<SqliteStoreOptions>): Promise<Store> {
  return openSqlite({ storages: REGISTRY.storages, ...options });
}

/** Opens the store; creates missing tables. Rejects with a StoreError whose message says what to do. */
export function openPostgresStore(options: Given<PostgresStoreOptions>): Promise<Store> {
  return openPostgres({ storages: REGISTRY.storages, ...options });
}

/** Opens the store; creates missing tables. Rejects with a StoreError whose message says what to do. */
export function openMysqlStore(options: Given<MysqlStoreOptions>): Promise<Store> {
  return openMysql({ storages: REGISTRY.storages, ...options });
}
