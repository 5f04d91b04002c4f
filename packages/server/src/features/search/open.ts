/**
 * Which index belongs to a store.
 *
 * @module
 */
import { PLACE_OPTIONS } from '../../config/place-options.ts';
import { optionsOf } from '../../config/option.ts';
import type { Services } from '../../router/services.ts';
import type { Store } from '../../store/store.ts';
import type { SearchIndex } from './index/search-index.ts';

/** Routers of one process may share a store in memory, and so its index. Both end with the process. */
const inMemory = new WeakMap<Store, SearchIndex>();

/** Opens it; creates it if it is missing. Rejects with a StoreError. */
export async function openIndex({ store, config, clock, random, logger }: Services): Promise<SearchIndex> {
  const { store: place, data: directory } = optionsOf(config.options, PLACE_OPTIONS);
  const { durable, shared } = store.capabilities;
  if (durable && !shared && place === 'sqlite') {
    const { openSqliteIndex } = await import('./index/sqlite.ts');
    return openSqliteIndex({ directory, logger });
  }
  if (shared && typeof place !== 'string') {
    if (place.engine === 'postgres') {
      const { openPostgresIndex } = await import('./index/postgres.ts');
      return openPostgresIndex({ address: place, clock, random, logger });
    }
    const { openMysqlIndex } = await import('./index/mysql.ts');
    return openMysqlIndex({ address: place, clock, random, logger });
  }
  return memoryIndexOf(store);
}

async function memoryIndexOf(store: Store): Promise<SearchIndex> {
  const { createMemoryIndex } = await import('./index/memory.ts');
  const known = inMemory.get(store);
  if (known !== undefined) return known;
  const index = createMemoryIndex();
  const shared: SearchIndex = { ...index, close: async () => {} };
  inMemory.set(store, shared);
  return shared;
}
