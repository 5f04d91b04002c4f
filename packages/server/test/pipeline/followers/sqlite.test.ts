import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { followerConformance } from '../../../src/conformance/followers.ts';
import { silentLogger } from '../../../src/logger.ts';
import { STORAGE } from '../../../src/pipeline/followers/storage.ts';
import { openSqliteStore } from '../../../src/store/sqlite.ts';
import { systemRandom } from '../../../src/system.ts';

followerConformance(
  { describe, it },
  {
    name: 'SQLite',
    async open() {
      const directory = await mkdtemp(join(tmpdir(), 'posthorn-followers-'));
      const options = { directory, random: systemRandom, logger: silentLogger, storages: [STORAGE] };
      const store = await openSqliteStore(options);
      return {
        store,
        async dispose() {
          await store.close();
          await rm(directory, { recursive: true });
        },
      };
    },
  },
);
