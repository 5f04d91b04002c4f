import { describe, it } from 'node:test';
import { followerConformance } from '../../../src/conformance/followers.ts';
import { STORAGE as USES } from '../../../src/conformance/followers/uses.ts';
import { STORAGE } from '../../../src/pipeline/followers/storage.ts';
import { createMemoryStore } from '../../../src/store/memory.ts';
import { systemRandom } from '../../../src/system.ts';

followerConformance(
  { describe, it },
  {
    name: 'memory',
    async open() {
      const store = createMemoryStore({ random: systemRandom, storages: [STORAGE, USES] });
      return { store, dispose: () => store.close() };
    },
  },
);
