import { mkdtemp, open, rm } from 'node:fs/promises';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BlobStore } from '../../../src/blobs/blob-store.ts';
import { openDirectoryBlobStore } from '../../../src/blobs/directory.ts';
import type { OpenBlobs } from '../../../src/conformance/index.ts';
import { systemRandom } from '../../../src/system.ts';

export function openStore(directory: string): Promise<BlobStore> {
  return openDirectoryBlobStore({ directory, random: systemRandom });
}

export function newFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'posthorn-blobs-'));
}

export function blobPath(directory: string, hash: string): string {
  return join(directory, 'blobs', hash.slice(0, 2), hash.slice(2, 4), hash);
}

/** `plant` may put a fault into each store. */
export async function openDirectory(
  plant: (store: BlobStore, directory: string) => BlobStore = (store) => store,
): Promise<OpenBlobs> {
  const folder = await newFolder();
  return openIn(join(folder, 'files'), () => rm(folder, { recursive: true }), plant);
}

async function openIn(
  directory: string,
  remove: () => Promise<void>,
  plant: (store: BlobStore, directory: string) => BlobStore,
): Promise<OpenBlobs> {
  const stores: BlobStore[] = [];
  const another = async (): Promise<BlobStore> => {
    const store = plant(await openStore(directory), directory);
    stores.push(store);
    return store;
  };
  return {
    store: await another(),
    another,
    damage: (hash) => changeByte(blobPath(directory, hash)),
    async dispose() {
      for (const store of stores) await store.close();
      await remove();
    },
  };
}

export async function changeByte(path: string): Promise<void> {
  const file = await open(path, 'r+');
  const { buffer } = await file.read(Buffer.alloc(1), 0, 1, 0);
  await file.write(Buffer.from([(buffer[0] ?? 0) ^ 1]), 0, 1, 0);
  await file.close();
}

/** A file system of its own with 16 MiB, or why there can be none. */
export async function smallDirectory(): Promise<(() => Promise<OpenBlobs>) | string> {
  const trial = await mountSmall();
  if (trial === undefined) return 'only root can mount a small file system';
  await trial.remove();
  return async () => {
    const mounted = await mountSmall();
    if (mounted === undefined) throw new Error('the small file system cannot be mounted again');
    return openIn(join(mounted.folder, 'files'), mounted.remove, (store) => store);
  };
}

async function mountSmall(): Promise<{ folder: string; remove: () => Promise<void> } | undefined> {
  const folder = await newFolder();
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=16m', 'tmpfs', folder]);
  const remove = async (): Promise<void> => {
    if (status === 0) spawnSync('umount', [folder]);
    await rm(folder, { recursive: true });
  };
  if (status === 0) return { folder, remove };
  await remove();
  return undefined;
}
