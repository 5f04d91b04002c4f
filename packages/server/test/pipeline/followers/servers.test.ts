import { describe, it } from 'node:test';
import { followerConformance } from '../../../src/conformance/followers.ts';
import type { Store } from '../../../src/store/store.ts';
import { TEST_ENGINES } from '@posthorn/testing/databases';

for (const engine of TEST_ENGINES) {
  const server = await engine.start();
  if (typeof server === 'string') {
    it(`followers on ${engine.name}`, { skip: server }, () => {});
    continue;
  }
  followerConformance(
    { describe, it },
    {
      name: engine.name,
      async open() {
        const url = await server.database();
        const opened: Store[] = [];
        const another = async (): Promise<Store> => {
          const store = await engine.open(url);
          opened.push(store);
          return store;
        };
        return {
          store: await another(),
          another,
          async dispose() {
            for (const each of opened) await each.close();
          },
        };
      },
    },
  );
}
