/** Threads that compute hashes. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { describe, it } from 'node:test';
import type { Worker } from 'node:worker_threads';
import { HashThreads } from './hash-threads.ts';

const PARAMETERS = {
  message: 'a password',
  nonce: Buffer.alloc(16),
  parallelism: 1,
  tagLength: 32,
  memory: 64,
  passes: 1,
};

/** Computes a hash in a new thread. */
async function started(threads: HashThreads): Promise<{ readonly thread: Worker; readonly tag: Uint8Array }> {
  const starting = once(process, 'worker') as Promise<[Worker]>;
  const tag = await threads.derive(PARAMETERS);
  const [thread] = await starting;
  return { thread, tag };
}

describe('a thread for hashes', () => {
  it('that fails while it has nothing to do is replaced by another one', async () => {
    const threads = new HashThreads();
    const { thread, tag } = await started(threads);
    const exit = new Promise((resolve) => thread.once('exit', resolve));
    thread.postMessage('no parameters');
    await exit;
    const again = await started(threads);
    assert.deepEqual(again.tag, tag);
    await threads.close();
  });

  it('that ends while it computes fails what it computes, and no other', async () => {
    const threads = new HashThreads();
    const { thread, tag } = await started(threads);
    const failed = assert.rejects(threads.derive({ ...PARAMETERS, memory: 65_536, passes: 10 }));
    await thread.terminate();
    await failed;
    assert.deepEqual((await started(threads)).tag, tag);
    await threads.close();
  });
});
