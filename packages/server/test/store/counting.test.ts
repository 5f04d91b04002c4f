/** What is unread equals what one counts message by message, whatever nodes of the version before write beside. */
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { TEST_ENGINES } from '@posthorn/testing/databases';
import { REGISTRY } from '../../src/compose/features.ts';
import { createMemoryStore, openMysqlStore, openPostgresStore } from '../../src/compose/stores.ts';
import { silentLogger } from '../../src/logger.ts';
import { DatabaseAddress } from '../../src/store/server/address.ts';
import type { Store } from '../../src/store/store.ts';
import { systemClock, systemRandom } from '../../src/system.ts';
import { STORAGE } from './support/as-before.ts';
import { ACTIONS, Chapter } from './support/chapter.ts';
import type { ChapterKind } from './support/chapter.ts';

const storages = [...REGISTRY.storages, STORAGE];
const OPEN = { PostgreSQL: openPostgresStore, MariaDB: openMysqlStore } as const;

async function holds(store: Store, kind: ChapterKind, runs: number): Promise<void> {
  await fc.assert(
    fc.asyncProperty(fc.array(ACTIONS, { minLength: 1, maxLength: 40 }), async (actions) => {
      const chapter = await Chapter.begin(store, kind);
      for (const action of actions) {
        await chapter.carryOut(action);
        await chapter.compare();
      }
      await chapter.countAll();
      await chapter.compare();
    }),
    { numRuns: runs },
  );
}

describe('what is unread, in any history', () => {
  for (const kind of ['group', 'direct', 'room'] as const) {
    it(`equals a count message by message, in memory: ${kind}`, async () => {
      const store = createMemoryStore({ random: systemRandom, storages });
      await holds(store, kind, kind === 'room' ? 30 : 100);
      await store.close();
    });
  }
  for (const engine of TEST_ENGINES) {
    it(`equals a count message by message: ${engine.name}`, async (t) => {
      const server = await engine.start();
      if (typeof server === 'string') return t.skip(server);
      const address = new DatabaseAddress(await server.database());
      const given = { address, clock: systemClock, random: systemRandom, logger: silentLogger, storages };
      const store = await OPEN[engine.name](given);
      t.after(() => store.close());
      for (const kind of ['group', 'direct', 'room'] as const) await holds(store, kind, 4);
    });
  }
});
