import { describe, it } from 'node:test';
import { storeConformance } from '../../src/conformance/index.ts';
import { createMemoryStore } from '../../src/compose/stores.ts';
import { systemRandom } from '../../src/system.ts';

storeConformance(
  { describe, it },
  {
    name: 'memory',
    capabilities: { durable: false, shared: false },
    async open() {
      const store = createMemoryStore({ random: systemRandom });
      return { store, dispose: () => store.close() };
    },
  },
);
