import { describe, it } from 'node:test';
import { storeConformance } from '../../src/conformance/index.ts';
import type { Store } from '../../src/store/store.ts';
import { TEST_ENGINES } from '@posthorn/testing/databases';

for (const engine of TEST_ENGINES) {
  const server = await engine.start();
  if (typeof server === 'string') {
    it(`the store on ${engine.name}`, { skip: server }, () => {});
    continue;
  }
  storeConformance(
    { describe, it },
    {
      name: engine.name,
      capabilities: { durable: true, shared: true },
      async open() {
        const url = await server.database();
        let store = await engine.open(url);
        const others: Store[] = [];
        return {
          store,
          async another() {
            const other = await engine.open(url);
            others.push(other);
            return other;
          },
          async reopen() {
            await store.close();
            return (store = await engine.open(url));
          },
          async dispose() {
            for (const each of [store, ...others]) await each.close();
          },
        };
      },
    },
  );
}
