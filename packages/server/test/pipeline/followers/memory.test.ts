import { describe, it } from 'node:test';
import { followerConformance } from '../../../src/conformance/followers.ts';
import { STORAGE } from '../../../src/pipeline/followers/storage.ts';
import { createMemoryStore } from '../../../src/store/memory.ts';
import { systemRandom } from '../../../src/system.ts';

followerConformance(
  { describe, it },
  {
    name: 'memory',
    async open() {
      const store = createMemoryStore({ random: systemRandom, storages: [STORAGE] });
      return { store, dispose: () => store.close() };
    },
  },
);
