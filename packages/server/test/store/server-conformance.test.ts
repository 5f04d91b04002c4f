import { after, describe, it } from 'node:test';
import { storeConformance } from '../../src/conformance/index.ts';
import { TEST_ENGINES } from '@posthorn/testing/databases';
import { ReusedStores } from './support/reused.ts';

for (const engine of TEST_ENGINES) {
  const server = await engine.start();
  if (typeof server === 'string') {
    it(`the store on ${engine.name}`, { skip: server }, () => {});
    continue;
  }
  const stores = new ReusedStores(async () => {
    const url = await server.database();
    return {
      open: () => engine.open(url),
      execute: (statements) => server.executeTogether(url, statements),
      remove: async () => {},
    };
  });
  after(() => stores.close());
  storeConformance(
    { describe, it },
    { name: engine.name, capabilities: { durable: true, shared: true }, open: () => stores.open() },
  );
}
