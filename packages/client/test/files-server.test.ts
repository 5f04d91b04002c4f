/** Files of the SDK in Node, against a real server: from the disk to the disk, over restarts of the application. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { createReadStream } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { startInProcess } from '@posthorn/testing/in-process';
import type { InProcess } from '@posthorn/testing/in-process';
import { files } from '../src/files/index.ts';
import type { Files } from '../src/files/index.ts';
import { connect, fileStorage } from '../src/node/index.ts';
import type { Client, Storage } from '../src/node/index.ts';

const BYTES = randomBytes(1_600_000);

let place: InProcess;
let directory = '';
let romeo: Client;
let juliet: Client;
let hers: Files;

before(async () => {
  directory = await mkdtemp(join(tmpdir(), 'posthorn-files-'));
  place = await startInProcess({
    files: { kind: 'directory', directory: join(directory, 'blobs') },
    loginPolicy: 'multi',
  });
  romeo = await online('romeo');
  juliet = await online('juliet');
  hers = files(juliet);
  await writeFile(join(directory, 'large.bin'), BYTES);
});

after(async () => {
  await Promise.all([romeo.close(), juliet.close()]);
  await place.server.close();
  await rm(directory, { recursive: true });
});

async function online(user: string, storage?: Storage): Promise<Client> {
  const client = await connect(
    { server: place.httpUrl, user, password: 'pw', register: true },
    storage === undefined ? {} : { storage },
  );
  await new Promise<void>((resolve) => client.on('synced', resolve));
  return client;
}

it('a file goes from one disk to the other, and only to whom it was sent', async () => {
  const path = join(directory, 'large.bin');
  const ack = await files(romeo).send({ to: 'juliet' }, { text: 'look', files: [path] }).done;
  const [{ id, name, bytes } = assert.fail()] = ack.attachments;
  assert.deepEqual([name, bytes], ['large.bin', BYTES.length]);
  const [message] = await juliet.history(ack.conversation, { before: 0, limit: 1 });
  assert.deepEqual(message?.content.attachments, ack.attachments);
  const copy = join(directory, 'copy.bin');
  assert.equal(await hers.save(id, copy), BYTES.length);
  assert.ok(BYTES.equals(await readFile(copy)));
  await assert.rejects(hers.save(id, copy), { code: 'CONFLICT' });
  const tybalt = await online('tybalt');
  await assert.rejects(files(tybalt).download(id), { code: 'NOT_FOUND' });
  await tybalt.close();
});

it('an upload goes on after the application has ended, and the server sees each byte about once', async () => {
  const path = join(directory, 'again.bin');
  await writeFile(path, randomBytes(4_000_000));
  const state = join(directory, 'state');
  const first = await online('benvolio', await fileStorage(state));
  const { promise: halfway, resolve } = Promise.withResolvers<void>();
  const cut = files(first).upload(path, { onProgress: ({ sent }) => sent > 200_000 && resolve() });
  await halfway;
  const { id } = cut;
  await first.close();
  await assert.rejects(cut.done, { code: 'UNAVAILABLE' });
  const second = await online('benvolio', await fileStorage(state));
  const own = files(second);
  assert.deepEqual(
    own.unfinished().map((upload) => upload.id),
    [id],
  );
  let least = Infinity;
  const upload = await own.resume(path, {
    onProgress: ({ sent }) => sent > 0 && (least = Math.min(least, sent)),
  });
  assert.equal((await upload?.done)?.id, id);
  assert.ok(least > 200_000, `it began at ${least}`);
  await second.close();
});

it('a download goes on from what is on the disk, and notices what is wrong there', async () => {
  const { id } = await files(romeo).upload(BYTES, { name: 'x' }).done;
  const path = join(directory, 'part.bin');
  const partial = `${path}.${id}.part`;
  await writeFile(partial, BYTES.subarray(0, 900_000));
  const received: number[] = [];
  await files(romeo).save(id, path, { onProgress: (now) => received.push(now.received) });
  assert.ok(Math.min(...received) >= 899_999);
  assert.ok(BYTES.equals(await readFile(path)));
  await rm(path);
  await writeFile(partial, BYTES);
  assert.equal(await files(romeo).save(id, path), BYTES.length);
  await rm(path);
  await writeFile(partial, randomBytes(1000));
  await assert.rejects(files(romeo).save(id, path), { code: 'INVALID' });
  await files(romeo).save(id, path);
  assert.ok(BYTES.equals(await readFile(path)));
  assert.deepEqual(
    (await readdir(directory)).filter((name) => name.endsWith('.part')),
    [],
  );
});

it('an aborted upload is gone from the server too', async () => {
  const { promise: begun, resolve } = Promise.withResolvers<void>();
  const upload = files(romeo).upload(randomBytes(3_000_000), {
    onProgress: ({ sent }) => sent > 0 && resolve(),
  });
  await begun;
  await upload.abort();
  await assert.rejects(upload.done, { name: 'AbortError' });
  await assert.rejects(files(romeo).info(upload.id ?? ''), { code: 'NOT_FOUND' });
});

it('a stream of Node is uploaded, and a file that changes meanwhile is refused', async () => {
  const stream = createReadStream(join(directory, 'large.bin'));
  const { id } = await files(romeo).upload(stream, { name: 'stream.bin', size: BYTES.length }).done;
  const copy = await (await files(romeo).download(id)).array();
  assert.ok(BYTES.equals(copy));
  const path = join(directory, 'changing.bin');
  await writeFile(path, BYTES);
  const changing = files(romeo).upload(path, {
    onProgress: ({ sent }) => {
      if (sent > 0) void truncate(path, 1_000_000);
    },
  });
  await assert.rejects(changing.done, { code: 'INVALID', message: /was changed while/ });
  await assert.rejects(files(romeo).upload(join(directory, 'none')).done, {
    code: 'INVALID',
    message: /no such file/,
  });
});

it('an empty file is a file', async () => {
  const { id, bytes } = await files(romeo).upload(new Uint8Array(), { name: 'empty.txt' }).done;
  assert.equal(bytes, 0);
  const path = join(directory, 'empty.txt');
  assert.equal(await files(romeo).save(id, path), 0);
  assert.equal((await readFile(path)).length, 0);
});

describe('links', () => {
  it('work without a token, for a while', async () => {
    const { id } = await files(romeo).upload(BYTES.subarray(0, 5000), { name: 'small' }).done;
    const { url, expiresAt } = await files(romeo).link(id);
    assert.ok(expiresAt > Date.now());
    const answer = await fetch(url);
    assert.ok(BYTES.subarray(0, 5000).equals(Buffer.from(await answer.arrayBuffer())));
  });
});

it('the end of the session is the end of an upload', async () => {
  const client = await online('mercutio');
  const { promise: begun, resolve } = Promise.withResolvers<void>();
  const upload = files(client).upload(randomBytes(8_000_000), {
    onProgress: ({ sent }) => sent > 0 && resolve(),
  });
  await begun;
  await client.call('logout', {});
  await assert.rejects(upload.done, ({ code }: { code: string }) =>
    ['SESSION_REVOKED', 'UNAUTHENTICATED', 'UNAVAILABLE'].includes(code),
  );
  await client.close();
});
