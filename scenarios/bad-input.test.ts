/**
 * What bad input gets: a coded error and a live connection where the protocol allows it, else a coded goodbye;
 * never a crash, a hang, or a lost message of anybody else. A bystander chats through all of it.
 */
import * as logQueries from '../packages/server/src/store/log/conversations.ts';
import * as sessionQueries from '../packages/server/src/features/accounts/session-queries.ts';
import * as userQueries from '../packages/server/src/features/accounts/user-queries.ts';
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { decodeServerFrame, FrameDecoder, LIMITS, packClientFrame, withLength } from '@posthorn/protocol';
import type { ClientFrameInit } from '@posthorn/protocol';
import fc from 'fast-check';
import { WebSocket } from 'ws';
import { startInProcess } from '@posthorn/testing/in-process';
import type { InProcess } from '@posthorn/testing/in-process';
import { codeOf, RawClient } from '@posthorn/testing/raw-client';

let place: InProcess;
let bystander: RawClient;
let lobby = 0;
let spoken = 0;
const opened: RawClient[] = [];

before(async () => {
  place = await startInProcess(
    { sendRate: 1_000_000, outbound: 262_144 },
    { limits: { loginTimeoutMs: 2000, stallTimeoutMs: 3000 } },
  );
  bystander = (await RawClient.as(place.tcpUrl, 'bystander')).client;
  const room = await place.store.run(logQueries.ensureRoom, 'Lobby');
  lobby = room.id;
});

after(async () => {
  bystander.close();
  await place.server.close();
});

afterEach(async () => {
  for (const client of opened.splice(0)) client.close();
  // The bystander is well, and the server still works.
  spoken += 1;
  const answer = await bystander.ask(say(`still here ${spoken}`, { conversation: lobby }));
  assert.equal(answer.case, 'ack');
});

async function stranger(): Promise<RawClient> {
  const client = await RawClient.connect(place.tcpUrl);
  opened.push(client);
  return client;
}

async function user(
  name: string,
): Promise<{ readonly client: RawClient; readonly token: string; readonly id: number }> {
  const made = await RawClient.as(place.tcpUrl, name);
  opened.push(made.client);
  return made;
}

function say(text: string, to: { conversation: number } | { user: number }): ClientFrameInit['body'] {
  const target =
    'user' in to
      ? ({ case: 'user', value: to.user } as const)
      : ({ case: 'conversation', value: to.conversation } as const);
  return { case: 'send', value: { target, clientId: `c${Math.random()}`, content: { text } } };
}

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
      const client = await stranger();
      client.write(bytes);
      assert.equal(await client.goodbye(), goodbye);
    });
  }

  it('a frame without an id: INVALID, and the connection lives', async () => {
    const client = await stranger();
    client.write(withLength(Uint8Array.of(0x1a, 0)));
    await client.until(() => client.pushes.length > 0);
    assert.equal(client.pushes[0]?.case, 'error');
    assert.equal((await client.hello()).case, 'welcome');
  });

  it('a truncated frame is waited for, and its sender may just go', async () => {
    const client = await stranger();
    client.write(Uint8Array.of(20, 8, 1));
    client.close();
  });

  it('a frame one byte at a time works', async () => {
    const client = await stranger();
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
      { numRuns: 150 },
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
    const client = await stranger();
    await client.hello();
    client.write(withLength(Uint8Array.of(8, 9, 0xfa, 0x7f, 0)));
    assert.equal(codeOf(await client.answer(9)), 'UNKNOWN_REQUEST');
    assert.equal(await client.code({ case: 'ping', value: {} }), 'OK');
  });

  it('unknown fields are ignored', async () => {
    const client = await stranger();
    const hello = packClientFrame({ id: 5, body: { case: 'hello', value: { version: 1, client: 'new' } } });
    const more = Uint8Array.of(0xf8, 0x7f, 1, 0xf2, 0x7f, 2, 9, 9);
    client.write(withLength(Buffer.concat([hello.subarray(1), more])));
    assert.equal((await client.answer(5)).case, 'welcome');
  });

  it('a version of the future gets ours; version 0 gets UNSUPPORTED_VERSION', async () => {
    const client = await stranger();
    const welcome = await client.hello(99);
    assert.equal(welcome.case === 'welcome' && welcome.value.version, 1);
    const old = await stranger();
    assert.equal(codeOf(await old.hello(0)), 'UNSUPPORTED_VERSION');
    assert.equal(await old.goodbye(), 'UNSUPPORTED_VERSION');
  });

  it('anything before hello, and anything but logging in before attach, is refused', async () => {
    const client = await stranger();
    assert.equal(await client.code({ case: 'ping', value: {} }), 'INVALID');
    await client.hello();
    assert.equal(await client.code(say('hi', { user: 1 })), 'UNAUTHENTICATED');
  });

  it('a second attach is refused', async () => {
    const { client, token } = await user('twice');
    assert.equal(await client.code({ case: 'attach', value: { token } }), 'INVALID');
    assert.equal(await client.code({ case: 'ping', value: {} }), 'OK');
  });
});

describe('sends that may not be', () => {
  it('to nobody, to oneself, to a conversation one is not in, to an inbox', async () => {
    const { client, id } = await user('paris');
    const { client: other, id: otherId } = await user('rosaline');
    const direct = await other.ask(say('hello', { user: (await user('benvolio')).id }));
    assert.equal(direct.case, 'ack');
    assert.equal(await client.code(say('hi', { user: 999_999 })), 'NOT_FOUND');
    assert.equal(await client.code(say('hi', { user: id })), 'INVALID');
    assert.equal(await client.code(say('hi', { conversation: 999_999 })), 'NOT_A_MEMBER');
    assert.equal(await client.code(say('hi', { conversation: direct.value.conversation })), 'NOT_A_MEMBER');
    const [found] = await place.store.run(userQueries.usersByIds, [otherId]);
    assert.equal(await client.code(say('hi', { conversation: found?.inbox ?? 0 })), 'NOT_A_MEMBER');
    assert.equal(await client.code(say('', { conversation: lobby })), 'INVALID');
    assert.equal(await client.code(say('x'.repeat(70_000), { conversation: lobby })), 'TOO_LARGE');
    assert.equal(
      await client.code({ case: 'send', value: { clientId: 'x', content: { text: 'where?' } } }),
      'INVALID',
    );
    const target = { case: 'conversation', value: lobby } as const;
    for (const clientId of ['x'.repeat(65), 'nul \0 inside']) {
      assert.equal(
        await client.code({ case: 'send', value: { target, clientId, content: { text: 'x' } } }),
        'INVALID',
      );
    }
  });

  it('after removal, and after being blocked; but a retry of what was acked still gets its ack', async () => {
    const { client: owner } = await user('owner');
    const { client, id } = await user('guest');
    const made = await owner.ask({
      case: 'createGroup',
      value: { title: 'Ball', members: [id], clientId: 'g' },
    });
    assert.ok(made.case === 'conversation');
    const conversation = made.value.id;
    const target = { case: 'conversation', value: conversation } as const;
    const early = {
      case: 'send',
      value: { target, clientId: 'early', content: { text: 'in time' } },
    } as const;
    const ack = await client.ask(early);
    assert.equal(ack.case, 'ack');
    const remove = { conversation, user: id, clientId: 'r' };
    assert.equal(await owner.code({ case: 'removeMember', value: remove }), 'OK');
    assert.equal(await client.code(say('late', { conversation })), 'NOT_A_MEMBER');
    assert.deepEqual(await client.ask(early), ack);
  });
});

describe('credentials that do not fit', () => {
  it('a wrong password and an unknown name look the same', async () => {
    await user('capulet');
    const client = await stranger();
    await client.hello();
    const wrong = await client.ask({ case: 'login', value: { name: 'capulet', password: 'no' } });
    const unknown = await client.ask({ case: 'login', value: { name: 'nobody', password: 'no' } });
    assert.deepEqual(wrong, unknown);
    assert.equal(codeOf(wrong), 'BAD_CREDENTIALS');
  });

  it('guessing is slowed, but not for others', async () => {
    await user('montague');
    const client = await stranger();
    await client.hello();
    const codes: string[] = [];
    for (let guess = 0; guess < 8; guess++) {
      codes.push(await client.code({ case: 'login', value: { name: 'montague', password: `${guess}` } }));
    }
    assert.equal(codes[0], 'BAD_CREDENTIALS');
    assert.equal(codes.at(-1), 'RATE_LIMITED');
    assert.equal(await client.code({ case: 'login', value: { name: 'bystander', password: 'pw' } }), 'OK');
  });

  it('malformed, foreign, revoked and expired tokens', async () => {
    const { client: owner, token, id } = await user('tybalt');
    const client = await stranger();
    await client.hello();
    const attach = (value: string): ClientFrameInit['body'] => ({ case: 'attach', value: { token: value } });
    assert.equal(await client.code(attach('')), 'UNAUTHENTICATED');
    assert.equal(await client.code(attach('x'.repeat(3000))), 'UNAUTHENTICATED');
    assert.equal(await client.code(attach(`ph_${'A'.repeat(43)}`)), 'UNAUTHENTICATED');
    const [session] = await place.store.run(sessionQueries.sessionsOf, id);
    await place.store.run(sessionQueries.touchSession, session?.id ?? 0, Date.now() - 10_000, Date.now() - 1);
    assert.equal(await client.code(attach(token)), 'SESSION_EXPIRED');
    await place.store.run(sessionQueries.touchSession, session?.id ?? 0, Date.now(), Date.now() + 100_000);
    assert.equal(await owner.code({ case: 'logout', value: {} }), 'OK');
    assert.equal(await owner.goodbye(), 'SESSION_REVOKED');
    assert.equal(await client.code(attach(token)), 'UNAUTHENTICATED');
  });

  it('names and passwords that break a rule', async () => {
    const client = await stranger();
    await client.hello();
    const register = (name: string, password = 'pw'): Promise<string> =>
      client.code({ case: 'register', value: { name, password } });
    for (const name of ['', ' ', 'a b', '123', '.x', 'x'.repeat(65), 'a\u202Eb', 'a;b']) {
      assert.equal(await register(name), 'INVALID', JSON.stringify(name));
    }
    assert.equal(await register('fine', ''), 'INVALID');
    assert.equal(await register('fine', 'x'.repeat(300)), 'INVALID');
    assert.equal(await register('BYSTANDER'), 'NAME_TAKEN');
    assert.equal(await register('ｂｙｓｔａｎｄｅｒ'), 'NAME_TAKEN');
  });
});

describe('clients that overdo it', () => {
  it('10,000 sends pipelined without reading are all acked, in order', async () => {
    const { client } = await user('eager');
    client.socket.pause();
    let left = Array.from({ length: 10_000 }, (_, index) => `${index}`);
    while (left.length > 0) {
      const asked = left.map((text) => ({ text, id: client.send(say(text, { conversation: lobby })) }));
      client.socket.resume();
      await client.until(() => client.isClosed || asked.every(({ id }) => client.answers.has(id)));
      const answers = asked.map(({ text, id }) => ({ text, answer: client.answers.get(id) }));
      const seqs = answers.flatMap(({ answer }) => (answer?.case === 'ack' ? [answer.value.seq] : []));
      assert.ok(seqs.length > 0);
      seqs.forEach((seq, index) => assert.ok(index === 0 || seq > (seqs[index - 1] ?? 0), 'promise 4'));
      // A machine that is busy with other things may be told more at once than it can write in time.
      const refused = answers.filter(({ answer }) => answer?.case !== 'ack');
      for (const { answer } of refused) assert.equal(answer && codeOf(answer), 'OVERLOADED');
      left = refused.map(({ text }) => text);
    }
  });

  it('a reader that stops reading is told to sync when it reads on, and holds up nobody (promise 10)', async () => {
    const { client: lazy } = await user('lazy');
    const { client: busy } = await user('busy');
    lazy.socket.pause();
    for (let round = 0; round < 200; round++) {
      assert.equal((await busy.ask(say('x'.repeat(60_000), { conversation: lobby }))).case, 'ack');
    }
    lazy.socket.resume();
    await lazy.until(() => lazy.isClosed || lazy.pushes.some(({ case: kind }) => kind === 'resync'));
    if (lazy.isClosed) assert.equal(await lazy.goodbye(), 'SLOW_READER');
  });

  it('a reader that never reads again is cut', async () => {
    const { client: dead } = await user('dead');
    const { client: busy } = await user('busier');
    dead.socket.pause();
    const isCut = new Promise((resolve) => dead.socket.once('close', resolve));
    for (let round = 0; round < 200; round++) {
      await busy.ask(say('x'.repeat(60_000), { conversation: lobby }));
    }
    // It does not read, so it sees its end only by the reset of what it writes.
    const nudge = setInterval(
      () => dead.write(packClientFrame({ id: 1, body: { case: 'ping', value: {} } })),
      100,
    );
    await isCut;
    clearInterval(nudge);
  });

  it('a connection that never speaks, and one that never logs in, are cut', async () => {
    const silent = await stranger();
    const shy = await stranger();
    await shy.hello();
    assert.equal(await silent.goodbye(), 'IDLE_TIMEOUT');
    assert.equal(await shy.goodbye(), 'IDLE_TIMEOUT');
  });
});
