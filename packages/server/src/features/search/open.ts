/**
 * Which index belongs to a store.
 *
 * @module
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Services } from '../../router/services.ts';
import type { Store } from '../../store/store.ts';
import { openMysqlIndex } from './index/mysql.ts';
import { openPostgresIndex } from './index/postgres.ts';
import type { SearchIndex } from './index/search-index.ts';
import { INDEX_FILE, openSqliteIndex } from './index/sqlite.ts';

/** Routers of one process may share a store in memory, and so its index. Both end with the process. */
const inMemory = new WeakMap<Store, SearchIndex>();

/** Whether there may be one, of a time when messages could be searched. */
export function mayHaveIndex({ place }: Pick<Store, 'place'>): boolean {
  if (place === undefined) return false;
  return 'address' in place || existsSync(join(place.directory, INDEX_FILE));
}

/** Opens it; creates it if it is missing. Rejects with a StoreError. */
export async function openIndex(services: Services): Promise<SearchIndex> {
  const { store, clock, random, logger } = services;
  const { place } = store;
  if (place === undefined) return memoryIndexOf(store);
  if ('directory' in place) return openSqliteIndex({ directory: place.directory, logger });
  const { address } = place;
  const open = address.engine === 'postgres' ? openPostgresIndex : openMysqlIndex;
  return open({ address, clock, random, logger });
}

async function memoryIndexOf(store: Store): Promise<SearchIndex> {
  const { createMemoryIndex } = await import('./index/memory.ts');
  const known = inMemory.get(store);
  if (known !== undefined) return known;
  const index: SearchIndex = { ...createMemoryIndex(), close: async () => {} };
  inMemory.set(store, index);
  return index;
}
