import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import { Registry } from 'prom-client';
import type { BlobStore } from '../../src/blobs/blob-store.ts';
import { createMemoryBus } from '../../src/bus/memory.ts';
import { openBlobs } from '../../src/compose/blobs.ts';
import type { BlobPart } from '../../src/compose/blobs.ts';
import { configWith } from '../../src/compose/options.ts';
import type { Config } from '../../src/compose/options.ts';
import type { ServerParts } from '../../src/compose/parts.ts';
import { startServer } from '../../src/compose/server.ts';
import { bytesOf, Content, hashOf, isBlobError, keep } from '../../src/conformance/blobs/case.ts';
import { DatabaseAddress } from '../../src/store/server/address.ts';
import { createMemoryStore } from '../../src/compose/stores.ts';
import { silentLogger } from '../../src/logger.ts';
import type { Logger } from '../../src/logger.ts';
import { systemClock, systemRandom } from '../../src/system.ts';
import { changeByte, blobPath, openStore } from '../blobs/support/directory.ts';
import { startS3Server } from '../blobs/support/s3-server.ts';

interface Setting {
  readonly parts: ServerParts;
  readonly data: string;
  readonly logged: readonly string[];
}

async function setting(
  t: TestContext,
  config: Partial<Config>,
  more: Partial<ServerParts> = {},
): Promise<Setting> {
  const folder = await mkdtemp(join(tmpdir(), 'posthorn-files-'));
  t.after(() => rm(folder, { recursive: true }));
  const data = join(folder, 'data');
  const logged: string[] = [];
  const log = (_: object, text: string): void => void logged.push(text);
  const logger: Logger = { ...silentLogger, info: log, warn: log };
  const parts: ServerParts = {
    config: configWith({ data, ...config }),
    clock: systemClock,
    random: systemRandom,
    logger,
    ...more,
  };
  return { parts, data, logged };
}

async function opened(t: TestContext, parts: ServerParts, registry = new Registry()): Promise<BlobPart> {
  const part = await openBlobs(parts, registry);
  t.after(() => part.close());
  return part;
}

function storeOf({ blobs }: BlobPart): BlobStore {
  assert.ok(blobs !== undefined);
  return blobs;
}

describe('the bytes of files are kept', () => {
  it('in the data directory, if nothing else is said', async (t) => {
    const { parts, data } = await setting(t, {});
    const { hash } = await keep(storeOf(await opened(t, parts)), new Content(1000));
    assert.ok(existsSync(blobPath(join(data, 'files'), hash)));
  });

  it('in another directory', async (t) => {
    const { parts, data } = await setting(t, {});
    const directory = `${data}-files`;
    const config = { ...parts.config, files: { kind: 'directory', directory } } as const;
    await keep(storeOf(await opened(t, { ...parts, config })), new Content(1000));
    assert.ok(existsSync(join(directory, 'blobs')));
    assert.ok(!existsSync(data));
  });

  it('in a bucket', async (t) => {
    const server = await startS3Server();
    t.after(() => server.close());
    const { address } = server;
    const { parts, data } = await setting(t, {
      files: { kind: 's3', bucket: address.bucket, prefix: 'chat/' },
      filesEndpoint: address.endpoint.href,
      filesAccessKey: address.accessKeyId,
      filesSecretKey: address.secretAccessKey,
    });
    const store = storeOf(await opened(t, parts));
    const content = new Content(1000);
    const { hash } = await keep(store, content);
    assert.equal(await hashOf(store, hash), content.hash);
    assert.deepEqual(await readdir(data), ['spool']);
    const wrong = { ...parts, config: { ...parts.config, filesSecretKey: 'wrong-secret' } };
    await assert.rejects(openBlobs(wrong, new Registry()), (error: Error) => {
      isBlobError('unavailable')(error);
      return !error.message.includes('wrong-secret');
    });
  });

  it('for as long as the server runs, if its store is in memory', async (t) => {
    const { parts, data } = await setting(t, { store: 'memory' });
    const part = await openBlobs(parts, new Registry());
    await keep(storeOf(part), new Content(1000));
    await part.close();
    await part.close();
    assert.ok(!existsSync(data));
  });

  it('in the store of whoever embeds the server, who closes it', async (t) => {
    const { parts, data } = await setting(t, {});
    const own = await openStore(`${data}-own`);
    t.after(() => own.close());
    const part = await openBlobs({ ...parts, blobs: own }, new Registry());
    const { hash } = await keep(storeOf(part), new Content(1000));
    await part.close();
    assert.ok(await own.has(hash));
  });

  it('nowhere, if that is said, or a store is brought without a place for them', async (t) => {
    const { parts, data } = await setting(t, { files: { kind: 'off' } });
    assert.equal((await opened(t, parts)).blobs, undefined);
    const store = createMemoryStore({ random: systemRandom });
    t.after(() => store.close());
    const config = { ...parts.config, files: undefined };
    assert.equal((await opened(t, { ...parts, config, store })).blobs, undefined);
    assert.ok(!existsSync(data));
  });

  it('nowhere, with a warning, on a router that needs no directory otherwise and has none', async (t) => {
    const { parts, logged } = await setting(t, {
      data: '/proc/nowhere',
      store: new DatabaseAddress('postgres://u@127.0.0.1/d'),
    });
    assert.equal((await opened(t, parts)).blobs, undefined);
    assert.match(logged.join(), /say with --files where they are kept/);
    const config = { ...parts.config, files: { kind: 'directory', directory: '/proc/nowhere' } } as const;
    await assert.rejects(openBlobs({ ...parts, config }, new Registry()), isBlobError('unavailable'));
  });

  it('by routers, not by gateways', async (t) => {
    const bus = createMemoryBus({ clock: systemClock, onError: (error) => assert.fail(String(error)) });
    t.after(() => bus.close());
    const { parts, data } = await setting(t, { http: 0, tcp: 0, role: 'gateway' }, { bus });
    const gateway = await startServer(parts);
    t.after(() => gateway.close());
    assert.ok(!existsSync(data));
  });

  it('and counted: bytes that come and go, and failures of the storage', async (t) => {
    const registry = new Registry();
    const { parts, data } = await setting(t, {});
    const store = storeOf(await opened(t, parts, registry));
    const { hash } = await keep(store, new Content(1000));
    await bytesOf(store, hash, { start: 0, end: 10 });
    await assert.rejects(store.open('0'.repeat(64)), isBlobError('not-found'));
    await changeByte(blobPath(join(data, 'files'), hash));
    await assert.rejects(hashOf(store, hash), isBlobError('corrupt'));
    const text = await registry.metrics();
    assert.match(text, /^posthorn_blob_bytes_total\{direction="in"\} 1000$/m);
    assert.match(text, /^posthorn_blob_bytes_total\{direction="out"\} 1010$/m);
    assert.match(text, /^posthorn_blob_errors_total\{call="read",code="corrupt"\} 1$/m);
    assert.doesNotMatch(text, /not-found/);
  });
});
