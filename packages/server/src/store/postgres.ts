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
  /** What is kept beside the log. */
  readonly storages: readonly Storage[];
}

/** Opens or makes the tables. Rejects with a StoreError whose sentence says what to do. */
export async function openPostgresStore(options: PostgresStoreOptions): Promise<Store> {
  // The driver takes memory, which a server on another store need not pay.
  const { createPostgresEngine } = await import('./postgres/engine.ts');
  const { address, logger } = options;
  return openServerStore({
    ...options,
    engine: createPostgresEngine(address, logger),
    pool: address.pool,
  });
}
