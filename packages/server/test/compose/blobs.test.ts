import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
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
import { claimFilesPlace } from '../../src/store/files/place-queries.ts';
import type { Store } from '../../src/store/store.ts';
import { silentLogger } from '../../src/logger.ts';
import type { Logger } from '../../src/logger.ts';
import { systemClock, systemRandom } from '../../src/system.ts';
import { changeByte, blobPath, openStore } from '../blobs/support/directory.ts';
import { startS3Server } from '../blobs/support/s3-server.ts';

interface Setting {
  readonly parts: ServerParts;
  readonly data: string;
  readonly logged: string[];
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

/** Opens what the configuration names, on a log that has just begun unless there is one. */
async function openFor(
  parts: ServerParts,
  { registry = new Registry(), store = createMemoryStore({ random: systemRandom }) } = {},
): Promise<BlobPart> {
  return openBlobs({ parts, registry, store });
}

async function opened(
  t: TestContext,
  parts: ServerParts,
  more: Parameters<typeof openFor>[1] = {},
): Promise<BlobPart> {
  const part = await openFor(parts, more);
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
    await assert.rejects(openFor(wrong), (error: Error) => {
      isBlobError('unavailable')(error);
      return !error.message.includes('wrong-secret');
    });
  });

  it('for as long as the server runs, if its store is in memory', async (t) => {
    const { parts, data } = await setting(t, { store: 'memory' });
    const part = await openFor(parts);
    await keep(storeOf(part), new Content(1000));
    await part.close();
    await part.close();
    assert.ok(!existsSync(data));
  });

  it('in the store of whoever embeds the server, who closes it', async (t) => {
    const { parts, data } = await setting(t, {});
    const own = await openStore(`${data}-own`);
    t.after(() => own.close());
    const part = await openFor({ ...parts, blobs: own });
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
    await assert.rejects(openFor({ ...parts, config }), isBlobError('unavailable'));
  });

  it('nowhere, with a warning, in a cluster that was told no place', async (t) => {
    const bus = createMemoryBus({ clock: systemClock, onError: (error) => assert.fail(String(error)) });
    t.after(() => bus.close());
    const store = new DatabaseAddress('postgres://u@127.0.0.1/d');
    const { parts, data, logged } = await setting(t, { store }, { bus });
    assert.equal((await opened(t, parts)).blobs, undefined);
    assert.match(logged.join(), /say with --files where they are kept/);
    assert.ok(!existsSync(data));
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
    const store = storeOf(await opened(t, parts, { registry }));
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

describe('a directory of files', () => {
  /** A log that lasts: in memory, but it says that it is on a disk, and whether routers share it. */
  function lasting(t: TestContext, shared: boolean): Store {
    const store = createMemoryStore({ random: systemRandom });
    t.after(() => store.close());
    return Object.assign(store, { capabilities: { durable: true, shared } });
  }

  async function sharedDirectory(t: TestContext): Promise<Setting & { readonly directory: string }> {
    const bus = createMemoryBus({ clock: systemClock, onError: (error) => assert.fail(String(error)) });
    t.after(() => bus.close());
    const place = await setting(t, {}, { bus });
    const directory = `${place.data}-files`;
    const config = { ...place.parts.config, files: { kind: 'directory', directory } } as const;
    return { ...place, directory, parts: { ...place.parts, config } };
  }

  it('is that of all routers of a cluster, which is said', async (t) => {
    const { parts, logged } = await sharedDirectory(t);
    const store = lasting(t, true);
    // Both may be the first.
    await Promise.all([opened(t, parts, { store }), opened(t, parts, { store })]);
    const third = await opened(t, parts, { store });
    await third.assertReady();
    assert.match(logged.join(), /all routers of the cluster must share it/);
  });

  it('is refused if it is another one than that of the other routers', async (t) => {
    const [{ parts }, other] = [await sharedDirectory(t), await sharedDirectory(t)];
    const store = lasting(t, true);
    await opened(t, parts, { store });
    let id = '';
    await assert.rejects(openFor(other.parts, { store }), ({ message }: Error) => {
      id = /must share.* no mark.*echo (\w+)/.exec(message)?.[1] ?? '';
      return id !== '';
    });
    // What the message says.
    await writeFile(join(other.directory, 'posthorn-files.txt'), `${id}\n`);
    await opened(t, other.parts, { store });
  });

  it('is refused if it is that of another installation', async (t) => {
    const { parts } = await sharedDirectory(t);
    await opened(t, parts, { store: lasting(t, true) });
    const another = lasting(t, false);
    await assert.rejects(openFor(parts, { store: another }), /of another installation/);
    const { parts: own } = await sharedDirectory(t);
    await opened(t, own, { store: another });
    await assert.rejects(openFor(parts, { store: another }), /of another installation.*echo \w{32} >/);
  });

  it('may be a new one where no router shares it, with a warning', async (t) => {
    const { parts, directory, logged } = await sharedDirectory(t);
    const store = lasting(t, false);
    await opened(t, parts, { store });
    await rm(directory, { recursive: true });
    await opened(t, parts, { store });
    assert.match(logged.join(), /files that were sent before may be missing/);
    logged.length = 0;
    await opened(t, parts, { store });
    assert.doesNotMatch(logged.join(), /missing/);
  });

  it('and so it is with a bucket, which is the same for all', async (t) => {
    const server = await startS3Server();
    t.after(() => server.close());
    const { bucket, endpoint, accessKeyId, secretAccessKey } = server.address;
    const { parts } = await setting(t, {
      files: { kind: 's3', bucket, prefix: '' },
      filesEndpoint: endpoint.href,
      filesAccessKey: accessKeyId,
      filesSecretKey: secretAccessKey,
    });
    const store = lasting(t, true);
    await Promise.all([opened(t, parts, { store }), opened(t, parts, { store })]);
    await opened(t, parts, { store });
    await assert.rejects(openFor(parts, { store: lasting(t, true) }), /of another installation/);
    // Who comes from a directory has an id already.
    const another = lasting(t, true);
    await another.run(claimFilesPlace, 'c'.repeat(32));
    const elsewhere = { ...parts.config, files: { kind: 's3', bucket, prefix: 'chat/' } } as const;
    await opened(t, { ...parts, config: elsewhere }, { store: another });
  });

  it('that is gone makes a router of a cluster unready', async (t) => {
    const { parts, directory } = await sharedDirectory(t);
    const part = await opened(t, parts, { store: lasting(t, true) });
    await rename(directory, `${directory}-away`);
    await assert.rejects(part.assertReady(), /no longer the directory/);
    await rename(`${directory}-away`, directory);
    await part.assertReady();
  });
});
