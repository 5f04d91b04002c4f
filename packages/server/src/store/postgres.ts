/**
 * The store on PostgreSQL.
 *
 * @module
 */
import type { Clock, Random } from '../clock.ts';
import type { Logger } from '../logger.ts';
import type { DatabaseAddress } from './server/address.ts';
import { openServerStore } from './server/open.ts';
import type { Storage } from './storage.ts';
import type { Store } from './store.ts';

export interface PostgresStoreOptions {
  readonly address: DatabaseAddress;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  /** Storages besides the log. */
  readonly storages: readonly Storage[];
}

/** Opens the store; creates missing tables. Rejects with a StoreError whose message says what to do. */
export async function openPostgresStore(options: PostgresStoreOptions): Promise<Store> {
  // Loaded only when needed, since the driver takes memory.
  const { createPostgresEngine } = await import('./postgres/engine.ts');
  const { address, logger } = options;
  return openServerStore({
    ...options,
    engine: createPostgresEngine(address, logger),
    pool: address.pool,
  });
}
