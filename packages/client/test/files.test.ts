/** Uploads and downloads of the SDK, against a server that fails as a test decides, in virtual time. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { decodeContent, PosthornError } from '@posthorn/protocol';
import type { Client, Storage } from '../src/api.ts';
import { startClient } from '../src/client.ts';
import { files } from '../src/files/index.ts';
import type { Files, UploadProgress } from '../src/files/index.ts';
import { memoryStorage } from '../src/storage.ts';
import { FakeFiles } from './support/fake-files.ts';
import { FakeServer } from './support/fake-server.ts';

const CALM = { pushes: [], cuts: [], sends: [], random: [] };
const SMALL = bytesOf(1000);
const LARGE = bytesOf(3_000_000);

interface World {
  readonly client: Client;
  readonly files: Files;
  readonly http: FakeFiles;
  readonly server: FakeServer;
  /** Lets time pass until it settles; throws what it rejects with. */
  readonly settled: <T>(work: Promise<T>) => Promise<T>;
}

async function inWorld(
  run: (world: World) => Promise<void>,
  { http = new FakeFiles(), storage = memoryStorage() }: { http?: FakeFiles; storage?: Storage } = {},
): Promise<void> {
  const server = new FakeServer(CALM);
  const credentials = { server: 'wss://fake/chat/ws', user: 'self', password: 'pw' };
  const client = await startClient(credentials, { start: 'start', storage }, server.platform);
  const settled = async <T>(work: Promise<T>): Promise<T> => {
    let isSettled = false;
    work.then(
      () => (isSettled = true),
      () => (isSettled = true),
    );
    await server.platform.until(() => isSettled);
    return work;
  };
  await server.platform.until(() => client.state.name === 'online');
  try {
    await run({ client, files: files(client, { fetch: http.fetch }), http, server, settled });
  } finally {
    await settled(client.close());
  }
}

describe('an upload', () => {
  it('of a small file is one request, below the path of the server', () =>
    inWorld(async ({ files: mine, http, settled }) => {
      const { done } = mine.upload(SMALL, { name: 'ä b.txt', type: 'text/plain', alt: 'words' });
      const attachment = await settled(done);
      assert.equal(attachment.name, 'ä b.txt');
      assert.equal(attachment.bytes, 1000);
      assert.deepEqual(attachment.thumbhash, new Uint8Array([1, 2]));
      assert.deepEqual(
        http.seen.map(({ method, path }) => `${method} ${path}`),
        ['POST /chat/v1/files?name=%C3%A4+b.txt&alt=words'],
      );
    }));

  it('of a large file goes piece by piece, and tells how far it is', () =>
    inWorld(async ({ files: mine, http, settled }) => {
      const seen: UploadProgress[] = [];
      const upload = mine.upload(new File([LARGE], 'large.bin', { lastModified: 5 }), {
        onProgress: (progress) => seen.push(progress),
      });
      const { id, bytes } = await settled(upload.done);
      assert.equal(bytes, LARGE.length);
      assert.equal(upload.id, id);
      assert.deepEqual(http.files.get(id)?.bytes, Buffer.from(LARGE));
      assert.deepEqual([...new Set(seen.map(({ state }) => state))], ['sending', 'processing', 'done']);
      const sent = seen.map((progress) => progress.sent);
      assert.deepEqual(
        sent,
        sent.toSorted((a, b) => a - b),
      );
      assert.deepEqual(upload.progress, { state: 'done', sent: LARGE.length, bytes: LARGE.length });
    }));

  it('goes on over losses of the connection, lost answers, refusals and silence', () =>
    inWorld(async ({ files: mine, http, settled }) => {
      const faults = [
        'unreachable',
        { status: 503 },
        undefined,
        'answer lost',
        undefined,
        undefined,
        'silent',
        { status: 429, code: 'RATE_LIMITED' },
      ] as const;
      let count = 0;
      http.fault = () => faults[count++];
      const states = new Set<string>();
      const { done } = mine.upload(LARGE, { onProgress: ({ state }) => states.add(state) });
      const { id } = await settled(done);
      assert.deepEqual(http.files.get(id)?.bytes, Buffer.from(LARGE));
      assert.ok(states.has('waiting'));
      const patches = http.seen.filter(({ method }) => method === 'PATCH');
      const repeated = patches.reduce((sum, { bytes }) => sum + bytes, 0) - LARGE.length;
      assert.ok(repeated < 1_500_000, `${repeated} bytes were sent twice`);
    }));

  it('stops while it is paused, and goes on', () =>
    inWorld(async ({ files: mine, http, server, settled }) => {
      const upload = mine.upload(LARGE);
      http.onRequest = ({ method }) => method === 'PATCH' && http.seen.length === 3 && upload.pause();
      await server.platform.until(() => upload.progress.state === 'paused');
      const { length } = http.seen;
      server.platform.after(600_000, () => {
        assert.equal(http.seen.length, length);
        upload.resume();
      });
      const { id } = await settled(upload.done);
      assert.deepEqual(http.files.get(id)?.bytes, Buffer.from(LARGE));
    }));

  it('ends on the server too when it is aborted', () =>
    inWorld(async ({ files: mine, http, settled }) => {
      const controller = new AbortController();
      http.onRequest = ({ method }) => method === 'PATCH' && controller.abort();
      const upload = mine.upload(LARGE, { signal: controller.signal });
      await assert.rejects(settled(upload.done), { name: 'AbortError' });
      await settled(upload.abort());
      assert.equal(http.uploads.size, 0);
      assert.equal(http.seen.at(-1)?.method, 'DELETE');
      assert.equal(upload.progress.state, 'failed');
      assert.equal(upload.progress.error, undefined);
      assert.deepEqual(mine.unfinished(), []);
    }));

  for (const [status, code] of [
    [413, 'TOO_LARGE'],
    [422, 'LIMIT_EXCEEDED'],
    [415, 'INVALID'],
    [401, 'SESSION_EXPIRED'],
  ] as const) {
    it(`ends with ${code} when the server says so`, () =>
      inWorld(async ({ files: mine, http, settled }) => {
        http.fault = () => ({ status, code });
        for (const source of [SMALL, LARGE]) {
          await assert.rejects(settled(mine.upload(source).done), { code, message: `refused: ${code}` });
        }
        assert.equal(http.seen.length, 2);
      }));
  }

  it('ends with the reason of a server that has looked at the file', () =>
    inWorld(async ({ files: mine, http, settled }) => {
      http.refusal = { code: 'INTERNAL', message: 'that is a bomb' };
      const { done } = mine.upload(LARGE);
      await assert.rejects(settled(done), { code: 'INVALID', message: 'that is a bomb' });
      assert.deepEqual(mine.unfinished(), []);
    }));

  it('goes on after a restart, from what the storage knows; a finished one is not sent again', async () => {
    const [http, storage] = [new FakeFiles(), memoryStorage()];
    const source = (): File => new File([LARGE], 'large.bin', { lastModified: 5 });
    const other = (): File => new File([LARGE], 'large.bin', { lastModified: 6 });
    await inWorld(
      async ({ client, files: mine, settled }) => {
        const { done } = mine.upload(source());
        http.onRequest = ({ method }) => {
          if (method === 'PATCH' && http.seen.length === 3) void client.close();
        };
        await assert.rejects(settled(done), { code: 'UNAVAILABLE' });
      },
      { http, storage },
    );
    assert.equal(http.files.size, 0);
    assert.doesNotMatch(
      JSON.stringify([...(await storage.load())].filter(([key]) => key.startsWith('u/'))),
      /"t"/,
    );
    http.onRequest = () => {};
    http.seen.length = 0;
    await inWorld(
      async ({ files: mine, settled }) => {
        assert.deepEqual(
          mine.unfinished().map(({ name, bytes }) => [name, bytes]),
          [['large.bin', LARGE.length]],
        );
        assert.equal(await settled(mine.resume(other())), undefined);
        const upload = await settled(mine.resume(source()));
        const { id } = await settled(upload?.done ?? Promise.reject(new Error('none')));
        assert.deepEqual(http.files.get(id)?.bytes, Buffer.from(LARGE));
        assert.ok(http.seen.every(({ method }) => method !== 'POST'));
        http.seen.length = 0;
        const again = await settled(mine.upload(source()).done);
        assert.equal(again.id, id);
        assert.deepEqual(
          http.seen.map(({ method }) => method),
          ['GET'],
        );
        const ack = await settled(mine.send({ conversation: 10 }, { files: [source()] }).done);
        assert.equal(ack.attachments[0]?.id, id);
        assert.deepEqual(mine.unfinished(), []);
      },
      { http, storage },
    );
  });

  it('begins anew when the server has forgotten it', () =>
    inWorld(async ({ files: mine, http, settled }) => {
      http.onRequest = ({ method }) => {
        if (method === 'PATCH' && http.seen.length === 4) http.uploads.clear();
      };
      const { id } = await settled(mine.upload(LARGE).done);
      assert.deepEqual(http.files.get(id)?.bytes, Buffer.from(LARGE));
    }));

  it('of a stream whose size is known goes on after a loss; of another one it is one request', () =>
    inWorld(async ({ files: mine, http, settled }) => {
      http.fault = ({ method }) => (method === 'PATCH' && http.seen.length === 4 ? 'answer lost' : undefined);
      const known = await settled(mine.upload(piecesOf(LARGE), { size: LARGE.length, name: 'a' }).done);
      assert.deepEqual(http.files.get(known.id)?.bytes, Buffer.from(LARGE));
      http.seen.length = 0;
      http.fault = () => undefined;
      const unknown = await settled(mine.upload(piecesOf(LARGE)).done);
      assert.deepEqual(http.files.get(unknown.id)?.bytes, Buffer.from(LARGE));
      assert.equal(http.seen.length, 1);
      const wrong = mine.upload(piecesOf(SMALL), { size: 2000 });
      await assert.rejects(settled(wrong.done), { code: 'INVALID' });
    }));
});

describe('a message with files', () => {
  it('is sent when all are there, and tells how far they are', () =>
    inWorld(async ({ files: mine, http, server, settled }) => {
      let last: readonly [number, number] = [0, 0];
      const pending = mine.send(
        { conversation: 10 },
        {
          text: 'look',
          files: [LARGE, { source: SMALL, name: 'b', alt: 'a b' }],
          onProgress: ({ sent, bytes }) => (last = [sent, bytes]),
        },
      );
      const ack = await settled(pending.done);
      assert.equal(ack.seq, 1);
      assert.deepEqual(last, [3_001_000, 3_001_000]);
      const content = decodeContent(server.log.get(10)?.[0]?.content ?? new Uint8Array());
      assert.equal(content.text, 'look');
      assert.deepEqual(content.attachments, ack.attachments);
      assert.deepEqual([...http.files.keys()].sort(), ack.attachments.map(({ id }) => id).sort());
    }));

  it('is not sent when one of them fails', () =>
    inWorld(async ({ client, files: mine, http, server, settled }) => {
      http.fault = ({ method, path }) =>
        method === 'POST' && path.includes('/files') ? { status: 413, code: 'TOO_LARGE' } : undefined;
      const pending = mine.send({ conversation: 10 }, { files: [LARGE, SMALL] });
      await assert.rejects(settled(pending.done), { code: 'TOO_LARGE' });
      await settled(pending.abort());
      assert.equal(http.uploads.size, 0);
      assert.deepEqual(client.pending(), []);
      assert.equal(server.log.get(10), undefined);
    }));
});

describe('a download', () => {
  it('gives all, or a part', () =>
    inWorld(async ({ files: mine, settled }) => {
      const { id } = await settled(mine.upload(SMALL).done);
      const whole = await settled(mine.download(id));
      assert.deepEqual([whole.bytes, whole.total], [1000, 1000]);
      assert.deepEqual(await settled(whole.array()), SMALL);
      const part = await settled(mine.download(id, { start: 10, end: 20 }));
      assert.deepEqual([part.bytes, part.total], [10, 1000]);
      assert.deepEqual(await settled(part.array()), SMALL.slice(10, 20));
    }));

  it('goes on when the connection breaks', () =>
    inWorld(async ({ files: mine, http, settled }) => {
      const { id } = await settled(mine.upload(LARGE).done);
      http.cutAfter = 900_000;
      const received: number[] = [];
      const download = await settled(mine.download(id, { onProgress: (now) => received.push(now.received) }));
      assert.deepEqual(await settled(download.array()), LARGE);
      assert.equal(received.at(-1), LARGE.length);
    }));

  it('ends with the reason of the server', () =>
    inWorld(async ({ files: mine, settled }) => {
      await assert.rejects(settled(mine.download('none')), { code: 'NOT_FOUND' });
    }));

  it('has links for browsers', () =>
    inWorld(async ({ files: mine, settled }) => {
      const link = await settled(mine.link('f00', { size: 320 }));
      assert.deepEqual(link, {
        url: 'https://fake/chat/v1/files/f00?link=secret',
        expiresAt: 1_700_000_060_000,
      });
    }));
});

it('says where to find the REST API if it cannot know', () =>
  inWorld(async ({ files: mine, http, server, settled }) => {
    http.fault = () => ({ status: 404 });
    await assert.rejects(settled(mine.upload(SMALL).done), (error) => {
      assert.ok(error instanceof PosthornError);
      assert.match(error.message, /no REST API at https:\/\/fake\/chat\/ws/);
      return error.code === 'INVALID';
    });
    const tcp = await startClient(
      { server: 'tcp://fake:1', user: 'self', password: 'pw' },
      { storage: memoryStorage() },
      server.platform,
    );
    assert.throws(() => files(tcp), { code: 'INVALID' });
    files(tcp, { server: 'http://fake' });
    await settled(tcp.close());
  }));

function bytesOf(length: number): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length }, (_, index) => (index * 31 + (index >> 8)) % 251);
}

async function* piecesOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 100_000) yield bytes.subarray(at, at + 100_000);
}
