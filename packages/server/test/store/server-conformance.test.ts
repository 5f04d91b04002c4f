import { describe, it } from 'node:test';
import { storeConformance } from '../../src/conformance/index.ts';
import { TEST_ENGINES } from './support/databases.ts';

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
        return {
          store,
          async reopen() {
            await store.close();
            return (store = await engine.open(url));
          },
          dispose: () => store.close(),
        };
      },
    },
  );
}
