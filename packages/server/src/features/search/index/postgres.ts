/**
 * The index on PostgreSQL.
 *
 * @module
 */
import type { Clock, Random } from '../../../clock.ts';
import type { Logger } from '../../../logger.ts';
import type { DatabaseAddress } from '../../../store/server/address.ts';
import type { SearchIndex } from './search-index.ts';
import { postgresIndexDialect } from './server/dialect.ts';
import { openServerIndex } from './server/server-index.ts';

export interface DatabaseIndexOptions {
  readonly address: DatabaseAddress;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
}

/** Creates missing tables. Rejects with a StoreError. */
export async function openPostgresIndex(options: DatabaseIndexOptions): Promise<SearchIndex> {
  // Loaded only when needed, since the driver takes memory.
  const { createPostgresEngine } = await import('../../../store/postgres/engine.ts');
  const engine = createPostgresEngine(options.address, options.logger);
  return openServerIndex({ ...options, engine, dialect: postgresIndexDialect });
}
