/**
 * The stores as programs open them that embed the server: with what the built-in features keep, unless told otherwise.
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

/** `storages`: those of the built-in features by default. */
type Given<Options> = Omit<Options, 'storages'> & Partial<Options>;

/** An empty store that ends with the process. */
export function createMemoryStore(options: Given<MemoryStoreOptions>): Store {
  return createMemory({ storages: REGISTRY.storages, ...options });
}

/** Opens or makes the database. Rejects with a StoreError whose sentence says what to do. */
export function openSqliteStore(options: Given<SqliteStoreOptions>): Promise<Store> {
  return openSqlite({ storages: REGISTRY.storages, ...options });
}

/** Opens or makes the tables. Rejects with a StoreError whose sentence says what to do. */
export function openPostgresStore(options: Given<PostgresStoreOptions>): Promise<Store> {
  return openPostgres({ storages: REGISTRY.storages, ...options });
}

/** Opens or makes the tables. Rejects with a StoreError whose sentence says what to do. */
export function openMysqlStore(options: Given<MysqlStoreOptions>): Promise<Store> {
  return openMysql({ storages: REGISTRY.storages, ...options });
}
