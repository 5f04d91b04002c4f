/** Resumable uploads by the client that most applications use. */
import assert from 'node:assert/strict';
import type { Readable } from 'node:stream';
import { after, before, describe, it } from 'node:test';
import { Upload } from 'tus-js-client';
import type { DetailedError, UploadOptions } from 'tus-js-client';
import { FilesPlace, stateOf } from '@posthorn/testing/files-place';
import type { Person } from '@posthorn/testing/files-place';

const MIB = 1_048_576;

let place: FilesPlace;
let ann: Person;

before(async () => {
  place = await FilesPlace.open({ maxFile: 16 * MIB });
  ann = await place.join('ann');
});

after(() => place[Symbol.asyncDispose]());

/** Resolves with the path of the upload. */
async function upload(
  bytes: Buffer | Readable,
  options: UploadOptions = {},
  use: (upload: Upload) => void = () => {},
): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const made = new Upload(bytes, {
    endpoint: `${place.httpUrl}/v1/uploads`,
    headers: { authorization: `Bearer ${ann.token}` },
    retryDelays: [],
    onSuccess: () => resolve(),
    onError: reject,
    ...options,
  });
  use(made);
  made.start();
  await promise;
  return new URL(made.url ?? '').pathname;
}

async function contentOf(path: string): Promise<Buffer> {
  assert.equal((await stateOf(ann, path))['state'], 'ready');
  const response = await fetch(`${place.httpUrl}${path.replace('uploads', 'files')}`, {
    headers: { authorization: `Bearer ${ann.token}` },
  });
  return Buffer.from(await response.arrayBuffer());
}

function noise(bytes: number): Buffer {
  return Buffer.alloc(bytes, 'but soft, what light through yonder window breaks ');
}

describe('tus-js-client', () => {
  it('uploads a file in one request', async () => {
    const metadata = { filename: 'résumé.txt', filetype: 'text/plain' };
    const path = await upload(noise(3 * MIB), { metadata });
    assert.ok((await contentOf(path)).equals(noise(3 * MIB)));
    const { json } = await ann.ask('GET', path);
    assert.equal((json['attachment'] as Record<string, unknown>)['name'], 'résumé.txt');
  });

  it('uploads a file in pieces, and bytes with the creation', async () => {
    const options = { chunkSize: MIB, uploadDataDuringCreation: true };
    assert.ok((await contentOf(await upload(noise(2.5 * MIB), options))).equals(noise(2.5 * MIB)));
  });

  it('uploads an empty file', async () => {
    assert.equal((await contentOf(await upload(Buffer.alloc(0)))).length, 0);
  });

  it('overrides methods that a proxy does not let through', async () => {
    assert.ok((await contentOf(await upload(noise(MIB), { overridePatchMethod: true }))).equals(noise(MIB)));
  });

  it('goes on after a pause, and after a restart of the server', async () => {
    const bytes = noise(3 * MIB);
    const paused = Promise.withResolvers<string>();
    let first: Upload | undefined;
    const pausing: UploadOptions = {
      chunkSize: MIB,
      onChunkComplete(_size, accepted) {
        if (accepted !== MIB || first === undefined) return;
        void first.abort().then(() => paused.resolve(first?.url ?? ''), paused.reject);
      },
    };
    upload(bytes, pausing, (made) => (first = made)).catch(paused.reject);
    const path = new URL(await paused.promise).pathname;
    await place.restart();
    const sent: number[] = [];
    const options = {
      uploadUrl: `${place.httpUrl}${path}`,
      onProgress: (count: number) => void sent.push(count),
    };
    await upload(bytes, options);
    assert.ok((sent[0] ?? 0) >= MIB, 'it began again from the first byte');
    assert.ok((await contentOf(path)).equals(bytes));
  });

  it('hears that a file is too large', async () => {
    await assert.rejects(upload(noise(17 * MIB)), (error: DetailedError) => {
      assert.equal(error.originalResponse?.getStatus(), 413);
      return true;
    });
  });

  it('ends an upload', async () => {
    const path = await upload(noise(10));
    await stateOf(ann, path);
    await Upload.terminate(`${place.httpUrl}${path}`, { headers: { authorization: `Bearer ${ann.token}` } });
    const { status } = await ann.ask('HEAD', path, { headers: { 'tus-resumable': '1.0.0' } });
    assert.equal(status, 404);
  });
});
