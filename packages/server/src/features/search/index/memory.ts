/**
 * The index beside a store in memory, in this thread. It ends with the process.
 *
 * @module
 */
import { failureOf, toStoreError } from '../../../store/sqlite/failures.ts';
import { StoreError } from '../../../store/store.ts';
import type { SearchIndex } from './search-index.ts';
import { FtsIndex } from './sqlite/fts-index.ts';

export function createMemoryIndex(): SearchIndex {
  const index = new FtsIndex({ path: ':memory:', isReader: false });
  let isClosed = false;
  const done = async <T>(work: () => T): Promise<T> => {
    if (isClosed) throw new StoreError('closed', 'the search index is closed');
    try {
      return work();
    } catch (error) {
      throw toStoreError(failureOf(error));
    }
  };
  return {
    capabilities: { shared: false },
    state: () => done(() => index.state()),
    stats: () => done(() => index.stats()),
    clear: (analyser) => done(() => index.clear(analyser)),
    write: (changes) => done(() => index.write(changes)),
    positions: (request) => done(() => index.positions(request)),
    positionsOf: (conversations) => done(() => index.positionsOf(conversations)),
    search: (question, reach, page) => done(() => index.search(question, reach, page)),
    count: (question, reach, bounds) => done(() => index.count(question, reach, bounds)),
    async close() {
      isClosed = true;
      index.close();
    },
  };
}
