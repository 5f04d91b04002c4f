import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, describe, it } from 'node:test';
import { storeConformance } from '../../src/conformance/index.ts';
import { silentLogger } from '../../src/logger.ts';
import { openSqliteStore } from '../../src/compose/stores.ts';
import { systemRandom } from '../../src/system.ts';
import { ReusedStores } from './support/reused.ts';

const stores = new ReusedStores(async () => {
  const directory = await mkdtemp(join(tmpdir(), 'posthorn-store-'));
  return {
    open: () => openSqliteStore({ directory, random: systemRandom, logger: silentLogger }),
    async execute(statements) {
      // The store that is open may be writing its log into the file.
      const database = new DatabaseSync(join(directory, 'posthorn.db'), { timeout: 30_000 });
      database.exec(`BEGIN IMMEDIATE; ${statements.join('; ')}; COMMIT`);
      database.close();
    },
    remove: () => rm(directory, { recursive: true }),
  };
});
after(() => stores.close());

storeConformance(
  { describe, it },
  { name: 'SQLite', capabilities: { durable: true, shared: false }, open: () => stores.open() },
);
