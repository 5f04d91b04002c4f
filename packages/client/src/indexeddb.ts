/**
 * A storage in the browser's IndexedDB.
 *
 * @module
 */
import type { Storage } from './api.ts';
import { completed, settled } from './idb.ts';

const STORE = 'kept';

/** Opens the storage called `name`. Use one for each account. Two tabs must not share one. */
export async function indexedDbStorage(name: string): Promise<Storage> {
  const opening = indexedDB.open(`posthorn/${name}`, 1);
  opening.addEventListener('upgradeneeded', () => opening.result.createObjectStore(STORE));
  const database = await settled(opening);
  /** Transactions that write end in their order. */
  let last: Promise<void> | undefined;
  return {
    async load() {
      const store = database.transaction(STORE).objectStore(STORE);
      const [keys, values] = await Promise.all([settled(store.getAllKeys()), settled(store.getAll())]);
      return new Map(keys.map((key, index) => [key as string, values[index] as unknown]));
    },
    put(entries) {
      // `strict` waits for the disk; the default may complete before anything is written.
      const transaction = database.transaction(STORE, 'readwrite', { durability: 'strict' });
      const store = transaction.objectStore(STORE);
      for (const [key, value] of entries) {
        if (value === undefined) store.delete(key);
        else store.put(value, key);
      }
      return (last = completed(transaction));
    },
    async close() {
      // Those who put it hear what has failed.
      await last?.catch(() => {});
      database.close();
    },
  };
}
