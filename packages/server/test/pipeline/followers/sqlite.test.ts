import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, describe, it } from 'node:test';
import { followerConformance } from '../../../src/conformance/followers.ts';
import { STORAGE as USES } from '../../../src/conformance/followers/uses.ts';
import { silentLogger } from '../../../src/logger.ts';
import { STORAGE } from '../../../src/pipeline/followers/storage.ts';
import { openSqliteStore } from '../../../src/store/sqlite.ts';
import { systemRandom } from '../../../src/system.ts';

const directory = await mkdtemp(join(tmpdir(), 'posthorn-followers-'));
const options = { directory, random: systemRandom, logger: silentLogger, storages: [STORAGE, USES] };
const store = await openSqliteStore(options);
const rows = new DatabaseSync(join(directory, 'posthorn.db'), { timeout: 30_000 });
after(async () => {
  rows.close();
  await store.close();
  await rm(directory, { recursive: true });
});

followerConformance(
  { describe, it },
  {
    name: 'SQLite',
    async open() {
      // Opening a store takes longer than a case.
      for (const table of ['followers', 'follower_positions', 'messages', 'conversations', 'follower_uses']) {
        rows.exec(`DELETE FROM ${table}`);
      }
      return { store, dispose: async () => {} };
    },
  },
);
