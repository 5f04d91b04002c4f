/** Files in the store of a data directory, as a server has them. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { BlobHash, BlobStore } from '../../../src/blobs/blob-store.ts';
import { keep } from '../../../src/conformance/blobs/case.ts';
import type { Content } from '../../../src/conformance/blobs/case.ts';
import { forgetGone } from '../../../src/features/files/blob-queries.ts';
import { collect } from '../../../src/features/files/collecting-queries.ts';
import { insertFile } from '../../../src/features/files/file-queries.ts';
import type { Store } from '../../../src/store/store.ts';
import { openStore as openBlobs } from '../../blobs/support/directory.ts';

const OWNER = 1;

export function blobsOf(data: string): Promise<BlobStore> {
  return openBlobs(join(data, 'files'));
}

/** A file with these bytes that nothing refers to yet, so that it may be collected at once. */
export async function addFile(store: Store, blobs: BlobStore, content: Content): Promise<BlobHash> {
  const { hash, bytes } = await keep(blobs, content);
  await store.run(insertFile, {
    id: randomBytes(16).toString('hex'),
    owner: OWNER,
    hash,
    bytes,
    time: 1,
    attachment: new Uint8Array(),
    alt: '',
    thumbnails: [],
    reserved: 0,
    unsentUntil: 1,
  });
  return hash;
}

/** Collects all files that nothing refers to, in the order of the port. */
export async function collectAll(store: Store, blobs: BlobStore): Promise<void> {
  for (;;) {
    const { candidates, going } = await store.run(collect, 2, 2, 100);
    for (const hash of going) await blobs.remove(hash);
    await store.run(forgetGone, going, 2);
    if (candidates === 0) return;
  }
}
