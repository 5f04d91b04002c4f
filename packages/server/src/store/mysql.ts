/**
 * The store on MariaDB or MySQL.
 *
 * @module
 */
import type { Clock, Random } from '../clock.ts';
import type { Logger } from '../logger.ts';
import type { DatabaseAddress } from './server/address.ts';
import { openServerStore } from './server/open.ts';
import type { Storage } from './storage.ts';
import type { Store } from './store.ts';

export interface MysqlStoreOptions {
  readonly address: DatabaseAddress;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  /** Storages besides the log. */
  readonly storages: readonly Storage[];
}

/** Opens the store; creates missing tables. Rejects with a StoreError whose message says what to do. */
export async function openMysqlStore(options: MysqlStoreOptions): Promise<Store> {
  // Loaded only when needed, since the driver takes memory.
  const { createMysqlEngine } = await import('./mysql/engine.ts');
  const { address, logger } = options;
  return openServerStore({ ...options, engine: createMysqlEngine(address, logger), pool: address.pool });
}
