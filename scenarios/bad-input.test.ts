/**
 * What bad bytes and frames get: a coded error and a live connection where the protocol allows it, else a coded goodbye;
 * never a crash, a hang, or a lost message of anybody else. A bystander chats through all of it.
 */
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { decodeServerFrame, FrameDecoder, LIMITS, packClientFrame, withLength } from '@posthorn/protocol';
import fc from 'fast-check';
import { WebSocket } from 'ws';
import { codeOf, RawClient } from '@posthorn/testing/raw-client';
import { runs } from '@posthorn/testing/runs';
import { say, WatchedPlace } from './support/watched-place.ts';

let place: WatchedPlace;

before(async () => {
  place = await WatchedPlace.start({ sendRate: 1_000_000 });
});

afterEach(() => place.assertWell());

after(() => place.close());

describe('bytes that are no frames', () => {
  const cases: Readonly<Record<string, readonly [bytes: Uint8Array, goodbye: string]>> = {
    'an oversized frame before login': [Uint8Array.of(0xff, 0x7f), 'TOO_LARGE'],
    'a frame of no bytes': [Uint8Array.of(0), 'MALFORMED_FRAME'],
    'a varint that never ends': [new Uint8Array(64).fill(0xff), 'MALFORMED_FRAME'],
    'a length of five bytes': [Uint8Array.of(0x80, 0x80, 0x80, 0x80, 0x10), 'TOO_LARGE'],
    'a group, which proto3 does not have': [withLength(Uint8Array.of(0x0b)), 'MALFORMED_FRAME'],
    'a field that says it is longer than the frame': [
      withLength(Uint8Array.of(0x12, 0x7f, 1)),
      'MALFORMED_FRAME',
    ],
    'invalid UTF-8': [withLength(Uint8Array.of(8, 1, 0x12, 3, 0x12, 1, 0xff)), 'MALFORMED_FRAME'],
    'a number above 2^53-1': [
      withLength(Uint8Array.of(8, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f)),
      'MALFORMED_FRAME',
    ],
    'HTTP on the TCP port': [
      Buffer.from(`GET / HTTP/1.1\r\nHost: example.org\r\nUser-Agent: ${'x'.repeat(60)}\r\n\r\n`),
      'MALFORMED_FRAME',
    ],
  };
  for (const [name, [bytes, goodbye]] of Object.entries(cases)) {
    it(`${name}: ${goodbye}`, async () => {
      const client = await place.stranger();
      client.write(bytes);
      assert.equal(await client.goodbye(), goodbye);
    });
  }

  it('a frame without an id: INVALID, and the connection lives', async () => {
    const client = await place.stranger();
    client.write(withLength(Uint8Array.of(0x1a, 0)));
    await client.until(() => client.pushes.length > 0);
    assert.equal(client.pushes[0]?.case, 'error');
    assert.equal((await client.hello()).case, 'welcome');
  });

  it('a truncated frame is waited for, and its sender may just go', async () => {
    const client = await place.stranger();
    client.write(Uint8Array.of(20, 8, 1));
    client.close();
  });

  it('a frame one byte at a time works', async () => {
    const client = await place.stranger();
    for (const byte of packClientFrame({
      id: 77,
      body: { case: 'hello', value: { version: 1, client: 'slow' } },
    })) {
      client.write(Uint8Array.of(byte));
      await new Promise((resolve) => setImmediate(resolve));
    }
    assert.equal((await client.answer(77)).case, 'welcome');
  });

  it('random bytes end in an answer or a goodbye', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 300 }), async (bytes) => {
        const client = await RawClient.connect(place.tcpUrl);
        client.write(bytes);
        client.socket.end();
        await client.until(() => client.isClosed);
      }),
      { numRuns: runs(150) },
    );
  });
});

describe('WebSocket messages', () => {
  async function webSocket(): Promise<WebSocket> {
    const socket = new WebSocket(`${place.httpUrl.replace('http', 'ws')}/ws`);
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
    return socket;
  }

  const closing = (socket: WebSocket): Promise<number> =>
    new Promise((resolve) => socket.once('close', resolve));

  /** What comes until the socket is closed, or `count` frames did. */
  async function frames(socket: WebSocket, count: number): Promise<readonly (string | undefined)[]> {
    const decoder = new FrameDecoder(LIMITS.maxServerFrameBytes);
    const cases: (string | undefined)[] = [];
    await new Promise<void>((resolve) => {
      socket.on('message', (bytes: Buffer) => {
        decoder.push(bytes, (payload) => cases.push(decodeServerFrame(payload).body?.case));
        if (cases.length >= count) resolve();
      });
      socket.once('close', () => resolve());
    });
    return cases;
  }

  const hello = packClientFrame({ id: 1, body: { case: 'hello', value: { version: 1, client: 'web' } } });
  const ping = packClientFrame({ id: 2, body: { case: 'ping', value: {} } });

  it('several frames in one, and one frame in several', async () => {
    const socket = await webSocket();
    const all = Buffer.concat([hello, ping, ping]);
    const answers = frames(socket, 3);
    socket.send(all.subarray(0, 5));
    socket.send(all.subarray(5));
    assert.deepEqual(await answers, ['welcome', 'done', 'done']);
    socket.terminate();
  });

  it('text: close code 1003', async () => {
    const socket = await webSocket();
    socket.send('hello');
    assert.equal(await closing(socket), 1003);
  });

  it('bytes that are no frames: a coded goodbye', async () => {
    const socket = await webSocket();
    const said = frames(socket, 2);
    socket.send(Uint8Array.of(0));
    assert.deepEqual(await said, ['goodbye']);
  });

  it('a message of megabytes: close code 1009', async () => {
    const socket = await webSocket();
    socket.send(new Uint8Array(8_000_000));
    assert.equal(await closing(socket), 1009);
  });

  it('thousands of empty ones are no work for anybody', async () => {
    const socket = await webSocket();
    for (let count = 0; count < 5000; count++) socket.send(new Uint8Array(0));
    const answers = frames(socket, 1);
    socket.send(hello);
    assert.deepEqual(await answers, ['welcome']);
    socket.terminate();
  });
});

describe('frames that make no sense', () => {
  it('an unknown request: UNKNOWN_REQUEST, and the connection lives', async () => {
    const client = await place.stranger();
    await client.hello();
    client.write(withLength(Uint8Array.of(8, 9, 0xfa, 0x7f, 0)));
    assert.equal(codeOf(await client.answer(9)), 'UNKNOWN_REQUEST');
    assert.equal(await client.code({ case: 'ping', value: {} }), 'OK');
  });

  it('unknown fields are ignored', async () => {
    const client = await place.stranger();
    const hello = packClientFrame({ id: 5, body: { case: 'hello', value: { version: 1, client: 'new' } } });
    const more = Uint8Array.of(0xf8, 0x7f, 1, 0xf2, 0x7f, 2, 9, 9);
    client.write(withLength(Buffer.concat([hello.subarray(1), more])));
    assert.equal((await client.answer(5)).case, 'welcome');
  });

  it('a version of the future gets ours; version 0 gets UNSUPPORTED_VERSION', async () => {
    const client = await place.stranger();
    const welcome = await client.hello(99);
    assert.equal(welcome.case === 'welcome' && welcome.value.version, 1);
    const old = await place.stranger();
    assert.equal(codeOf(await old.hello(0)), 'UNSUPPORTED_VERSION');
    assert.equal(await old.goodbye(), 'UNSUPPORTED_VERSION');
  });

  it('anything before hello, and anything but logging in before attach, is refused', async () => {
    const client = await place.stranger();
    assert.equal(await client.code({ case: 'ping', value: {} }), 'INVALID');
    await client.hello();
    assert.equal(await client.code(say('hi', { user: 1 })), 'UNAUTHENTICATED');
  });

  it('a second attach is refused', async () => {
    const { client, token } = await place.user('twice');
    assert.equal(await client.code({ case: 'attach', value: { token } }), 'INVALID');
    assert.equal(await client.code({ case: 'ping', value: {} }), 'OK');
  });
});
