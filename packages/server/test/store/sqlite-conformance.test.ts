import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { storeConformance } from '../../src/conformance/index.ts';
import { silentLogger } from '../../src/logger.ts';
import { openSqliteStore } from '../../src/compose/stores.ts';
import { systemRandom } from '../../src/system.ts';

storeConformance(
  { describe, it },
  {
    name: 'SQLite',
    capabilities: { durable: true, shared: false },
    async open() {
      const directory = await mkdtemp(join(tmpdir(), 'posthorn-store-'));
      const options = { directory, random: systemRandom, logger: silentLogger };
      let store = await openSqliteStore(options);
      return {
        store,
        async reopen() {
          await store.close();
          return (store = await openSqliteStore(options));
        },
        async dispose() {
          await store.close();
          await rm(directory, { recursive: true });
        },
      };
    },
  },
);
