/** A database server that is reached by a Unix socket. */
import assert from 'node:assert/strict';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'node:test';
import { MissingProgramError, startPostgres } from '@posthorn/services';
import type { PrivateService } from '@posthorn/services';
import { silentLogger } from '../../src/logger.ts';
import { openPostgresStore } from '../../src/store/postgres.ts';
import { DatabaseAddress } from '../../src/store/server/address.ts';
import { REGISTRY } from '../../src/compose/features.ts';
import { systemClock, systemRandom } from '../../src/system.ts';

it('PostgreSQL', async (t) => {
  const directory = await mkdtemp(join(tmpdir(), 'posthorn-socket-'));
  // For the user that PostgreSQL runs as.
  await chmod(directory, 0o777);
  t.after(() => rm(directory, { recursive: true }));
  let service: PrivateService;
  try {
    service = await startPostgres({ settings: { unix_socket_directories: `'${directory}'` } });
  } catch (error) {
    if (!(error instanceof MissingProgramError)) throw error;
    return t.skip(error.message);
  }
  t.after(() => service.remove());
  const url = new URL(service.url);
  const address = new DatabaseAddress(
    `postgres://${url.username}:${url.password}@${encodeURIComponent(directory)}:${url.port}/posthorn`,
  );
  const store = await openPostgresStore({
    address,
    clock: systemClock,
    random: systemRandom,
    logger: silentLogger,
    storages: REGISTRY.storages,
  });
  t.after(() => store.close());
  assert.notEqual(store.epoch, '');
  const missing = new DatabaseAddress('postgres://posthorn@%2Fnowhere/posthorn');
  await assert.rejects(
    openPostgresStore({
      address: missing,
      clock: systemClock,
      random: systemRandom,
      logger: silentLogger,
      storages: [],
    }),
    /cannot be reached at postgres:\/\/posthorn@%2Fnowhere:5432\/posthorn \(ENOENT\)/,
  );
});
