/**
 * The index on MariaDB or MySQL.
 *
 * @module
 */
import type { DatabaseIndexOptions } from './postgres.ts';
import type { SearchIndex } from './search-index.ts';
import { mysqlIndexDialect } from './server/dialect.ts';
import { openServerIndex } from './server/server-index.ts';

/** Creates missing tables. Rejects with a StoreError. */
export async function openMysqlIndex(options: DatabaseIndexOptions): Promise<SearchIndex> {
  // Loaded only when needed, since the driver takes memory.
  const { createMysqlEngine } = await import('../../../store/mysql/engine.ts');
  const engine = createMysqlEngine(options.address, options.logger);
  return openServerIndex({ ...options, engine, dialect: mysqlIndexDialect });
}
