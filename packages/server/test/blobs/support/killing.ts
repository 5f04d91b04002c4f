import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { createInterface } from 'node:readline';
import type { BlobStore } from '../../../src/blobs/blob-store.ts';
import { allBlobs, allUploads, Content, hashOf, MIB } from '../../../src/conformance/blobs/case.ts';
import type { Work } from './process.ts';

const PROCESS = fileURLToPath(new URL('process.ts', import.meta.url));

/** Kills the process when it prints `line`. Resolves when it has ended. */
async function work(on: Work, line?: string): Promise<string> {
  const child = spawn(process.execPath, [PROCESS, JSON.stringify(on)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  for await (const printed of createInterface(child.stdout)) {
    if (printed === line) child.kill('SIGKILL');
  }
  const [code, signal] = (await ended) as [number | null, string | null];
  return signal ?? `exit ${code}`;
}

/** An upload that loses its process again and again, in the middle of appending and of finishing. */
export async function uploadThroughKills(store: BlobStore, place: Work['place']): Promise<void> {
  const content = new Content(26 * MIB);
  const upload = await store.begin();
  const on = { place, upload, bytes: content.bytes };
  let received = 0;
  for (const holdAfter of [9 * MIB, 1000, 10 * MIB]) {
    assert.equal(await work({ ...on, holdAfter }, 'here'), 'SIGKILL');
    const now = await store.received(upload);
    assert.ok(now >= received, `${now} after ${received}`);
    received = now;
    assert.deepEqual(await allBlobs(store), []);
  }
  assert.ok(received >= 16 * MIB);
  // It may be faster than the signal.
  assert.match(await work(on, 'finishing'), /^SIGKILL$|^exit 0$/);
  for (const blob of await allBlobs(store)) {
    assert.deepEqual(blob, { hash: content.hash, bytes: content.bytes });
    assert.equal(await hashOf(store, blob.hash), blob.hash);
  }
  assert.equal(await work(on), 'exit 0');
  assert.deepEqual(await store.finish(upload, { bytes: content.bytes }), {
    hash: content.hash,
    bytes: content.bytes,
  });
  assert.equal(await hashOf(store, content.hash), content.hash);
  await store.discard(upload);
  assert.deepEqual(await allUploads(store), []);
}
