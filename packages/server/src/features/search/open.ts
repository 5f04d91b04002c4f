/**
 * Which index belongs to a store.
 *
 * @module
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { PLACE_OPTIONS } from '../../config/place-options.ts';
import { optionsOf } from '../../config/option.ts';
import type { Services } from '../../router/services.ts';
import type { Store } from '../../store/store.ts';
import type { SearchIndex } from './index/search-index.ts';
import { INDEX_FILE, openSqliteIndex } from './index/sqlite.ts';

/** Routers of one process may share a store in memory, and so its index. Both end with the process. */
const inMemory = new WeakMap<Store, SearchIndex>();

/** Whether there may be one, of a time when messages could be searched. */
export function mayHaveIndex({ config }: Pick<Services, 'config'>): boolean {
  const { store: place, data: directory } = optionsOf(config.options, PLACE_OPTIONS);
  if (place === 'sqlite') return existsSync(join(directory, INDEX_FILE));
  return place !== 'memory';
}

/** Opens it; creates it if it is missing. Rejects with a StoreError. */
export async function openIndex({ store, config, logger }: Services): Promise<SearchIndex> {
  const { store: place, data: directory } = optionsOf(config.options, PLACE_OPTIONS);
  const { durable, shared } = store.capabilities;
  if (durable && !shared && place === 'sqlite') {
    return openSqliteIndex({ directory, logger });
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
