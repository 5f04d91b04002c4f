import { after, describe, it } from 'node:test';
import { TEST_ENGINES } from '@posthorn/testing/databases';
import { followerConformance } from '../../../src/conformance/followers.ts';
import { STORAGE as USES } from '../../../src/conformance/followers/uses.ts';
import { silentLogger } from '../../../src/logger.ts';
import { STORAGE } from '../../../src/pipeline/followers/storage.ts';
import type { Store } from '../../../src/store/store.ts';

/** Routers of a case use them in turns, each as if it were its own: opening one takes longer than a case. */
const STORES = 3;
/** What the cases write. */
const TABLES = ['followers', 'follower_positions', 'messages', 'conversations', 'follower_uses'];

for (const engine of TEST_ENGINES) {
  const server = await engine.start();
  if (typeof server === 'string') {
    it(`followers on ${engine.name}`, { skip: server }, () => {});
    continue;
  }
  const url = await server.database();
  const stores: Store[] = [];
  for (let count = 0; count < STORES; count++)
    stores.push(await engine.open(url, silentLogger, [STORAGE, USES]));
  after(async () => {
    for (const store of stores) await store.close();
  });
  let turn = 0;
  const another = async (): Promise<Store> => stores[(turn += 1) % STORES] as Store;
  followerConformance(
    { describe, it },
    {
      name: engine.name,
      async open() {
        await server.execute(url, ...TABLES.map((table) => `DELETE FROM ${table}`));
        return { store: await another(), another, dispose: async () => {} };
      },
    },
  );
}
