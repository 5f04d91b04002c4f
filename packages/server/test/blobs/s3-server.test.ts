import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import { BlobError } from '../../src/blobs/blob-store.ts';
import type { S3Address } from '../../src/blobs/s3.ts';
import { Content, hashOf, isBlobError, keep, MIB, upload } from '../../src/conformance/blobs/case.ts';
import { newFolder } from './support/directory.ts';
import { uploadThroughKills } from './support/killing.ts';
import { openS3, openStore } from './support/s3.ts';
import { refuse, startS3Server } from './support/s3-server.ts';
import { signatureProblem } from './support/signature.ts';

async function spoolOf(t: TestContext): Promise<string> {
  const folder = await newFolder();
  t.after(() => rm(folder, { recursive: true }));
  const spool = join(folder, 'spool');
  await mkdir(spool);
  return spool;
}

describe('the check of signatures in these tests', () => {
  it('agrees with an example of Amazon', () => {
    const request = {
      method: 'GET',
      url: '/?max-keys=2&prefix=J',
      headers: {
        host: 'examplebucket.s3.amazonaws.com',
        'x-amz-date': '20130524T000000Z',
        'x-amz-content-sha256': 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
        authorization:
          'AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,SignedHeaders=host;x-amz-content-sha256;x-amz-date,Signature=34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7',
      },
    };
    const known = {
      accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
      secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    };
    assert.equal(signatureProblem(request, known), undefined);
    assert.equal(
      signatureProblem({ ...request, url: '/?max-keys=3&prefix=J' }, known),
      'SignatureDoesNotMatch',
    );
  });
});

describe('blobs in S3', () => {
  it('go on after kills at any moment, and leave nothing behind', async (t) => {
    const server = await startS3Server();
    t.after(() => server.close());
    const spool = await spoolOf(t);
    const store = await openStore(server.address, spool);
    await uploadThroughKills(store, { address: server.address, spool });
    assert.deepEqual(await readdir(spool), []);
    assert.deepEqual(server.unfinished(), []);
    await store.close();
  });

  it('are joined by the server, if it can copy parts', async (t) => {
    let copies = 0;
    const blobs = await openS3((server) => async (exchange, next) => {
      const isCopy = exchange.query['uploadId'] !== undefined && 'x-amz-copy-source' in exchange.headers;
      if (!isCopy) return next();
      copies++;
      return server.copyPart(exchange);
    });
    t.after(() => blobs.dispose());
    const content = new Content(33 * MIB);
    const { hash } = await keep(blobs.store, content);
    assert.equal(copies, 5);
    assert.equal(hash, content.hash);
    assert.equal(await hashOf(blobs.store, hash), hash);
  });

  it('come through a server that fails now and then', async (t) => {
    const failed = new Set<string>();
    const blobs = await openS3(() => async (exchange, next) => {
      const request = `${exchange.method} ${exchange.path} ${JSON.stringify(exchange.query)}`;
      if (failed.has(request)) return next();
      failed.add(request);
      return refuse(exchange, 503, 'SlowDown');
    });
    t.after(() => blobs.dispose());
    const content = new Content(17 * MIB);
    const { hash } = await keep(blobs.store, content);
    assert.equal(await hashOf(blobs.store, hash), content.hash);
  });

  it('come through a server that breaks off in the middle of what it gives', async (t) => {
    const broken = new Set<string>();
    const blobs = await openS3((server) => async (exchange, next) => {
      await next();
      const { method, path, body } = exchange;
      if (method !== 'GET' || !path.includes('/uploads/') || broken.has(path)) return;
      broken.add(path);
      exchange.body = Readable.from(cutOff(body as Readable, 3 * MIB, () => server.cut()));
    });
    t.after(() => blobs.dispose());
    const content = new Content(17 * MIB);
    const id = await upload(blobs.store, content);
    const other = await blobs.another();
    const { hash } = await other.finish(id, { bytes: content.bytes });
    assert.equal(hash, content.hash);
    assert.equal(await hashOf(blobs.store, hash), content.hash);
    assert.equal(broken.size, 3);
  });

  it('are unavailable, with a reason, while the server cannot be used', async (t) => {
    const server = await startS3Server();
    const spool = await spoolOf(t);
    const { address } = server;
    const store = await openStore(address, spool);
    const reasons: readonly [S3Address, RegExp][] = [
      [{ ...address, secretAccessKey: 'wrong' }, /credentials/],
      [{ ...address, accessKeyId: 'nobody' }, /credentials/],
      [{ ...address, bucket: 'elsewhere' }, /no such bucket/],
    ];
    for (const [wrong, reason] of reasons)
      await assert.rejects(openStore(wrong, spool), isUnavailable(reason));
    const id = await upload(store, new Content(10));
    await server.close();
    await assert.rejects(store.received(id), isUnavailable(/cannot be reached/));
    await assert.rejects(store.append(id, 10, new Content(10).read()), isBlobError('unavailable'));
    await assert.rejects(openStore(address, spool), isUnavailable(/cannot be reached/));
    await store.close();
  });

  it('are unavailable to whoever is reading when the server goes away', async (t) => {
    const server = await startS3Server();
    t.after(() => server.close());
    const store = await openStore(server.address, await spoolOf(t));
    const { hash } = await keep(store, new Content(24 * MIB));
    const { stream } = await store.open(hash);
    await once(stream, 'readable');
    server.cut();
    const read = async (): Promise<void> => {
      for await (const _ of stream) continue;
    };
    await assert.rejects(read(), isBlobError('unavailable'));
    assert.equal(await hashOf(store, hash), hash);
    await store.close();
  });

  it('say so when there is no directory for parts', async (t) => {
    const server = await startS3Server();
    t.after(() => server.close());
    const store = await openStore(server.address, '/nowhere');
    const id = await store.begin();
    await assert.rejects(store.append(id, 0, new Content(10).read()), isUnavailable(/\/nowhere/));
    await store.close();
  });
});

async function* cutOff(body: Readable, after: number, cut: () => void): AsyncGenerator<Buffer> {
  let bytes = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    if (bytes > after) return cut();
    bytes += chunk.length;
    yield chunk;
  }
}

function isUnavailable(reason: RegExp): (error: unknown) => true {
  return (error) => {
    assert.ok(error instanceof BlobError);
    assert.equal(error.code, 'unavailable');
    assert.match(error.message, reason);
    return true;
  };
}
