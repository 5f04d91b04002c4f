import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { BlobStore } from '../../../src/blobs/blob-store.ts';
import { openS3BlobStore } from '../../../src/blobs/s3.ts';
import type { S3Address } from '../../../src/blobs/s3.ts';
import type { Clock, Random } from '../../../src/clock.ts';
import type { OpenBlobs } from '../../../src/conformance/index.ts';
import { systemClock, systemRandom } from '../../../src/system.ts';
import { newFolder } from './directory.ts';
import { startS3Server } from './s3-server.ts';
import type { Middleware, S3Server } from './s3-server.ts';

/** Tries again at once. */
const HASTY: Random = { bytes: (count) => systemRandom.bytes(count), unit: () => 0 };

export function openStore(address: S3Address, spool: string, clock: Clock = systemClock): Promise<BlobStore> {
  return openS3BlobStore({ address, spool, clock, random: HASTY });
}

/** A server with one bucket, and stores on it. */
export async function openS3(middleware?: (server: S3Server) => Middleware): Promise<OpenBlobs> {
  const server = await startS3Server(middleware);
  const folder = await newFolder();
  const spool = join(folder, 'spool');
  await mkdir(spool);
  const stores: BlobStore[] = [];
  const another = async (): Promise<BlobStore> => {
    const store = await openStore(server.address, spool);
    stores.push(store);
    return store;
  };
  return {
    store: await another(),
    another,
    damage: (hash) => server.damage(`${server.address.prefix}blobs/${hash}`),
    async dispose() {
      for (const store of stores) await store.close();
      await server.close();
      await rm(folder, { recursive: true });
    },
  };
}
