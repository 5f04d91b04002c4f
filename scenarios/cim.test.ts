/** CIM's own wire, driven by a client that was written from its facts. */
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { connect } from '@posthorn/client/node';
import type { Client } from '@posthorn/client/node';
import { callCim, CimConnection, MESSAGE, OFFLINE } from './support/cim-client.ts';
import type { CimAnswer } from './support/cim-client.ts';
import { startInProcess } from './support/in-process.ts';
import type { InProcess } from './support/in-process.ts';
import { ServerProcess } from './support/server-process.ts';
import { Condition } from './support/until.ts';

let place: InProcess;
const connections: CimConnection[] = [];
const clients: Client[] = [];

before(async () => {
  place = await startInProcess({ cim: true, cimPort: 0, loginPolicy: 'multi' });
});

afterEach(async () => {
  for (const connection of connections.splice(0)) connection.close();
  for (const client of clients.splice(0)) await client.close();
});

after(() => place.server.close());

function call(path: string, body?: unknown): Promise<CimAnswer> {
  return callCim(place.httpUrl, path, body);
}

async function register(userName: string): Promise<number> {
  const { code, dataBody } = await call('/registerAccount', { userName, reqNo: '1', timeStamp: 1 });
  assert.equal(code, '9000');
  assert.equal((dataBody as { userName: string }).userName, userName);
  return (dataBody as { userId: number }).userId;
}

/** Registers, logs in by HTTP, and connects. */
async function come(userName: string): Promise<{ readonly id: number; readonly wire: CimConnection }> {
  const id = await register(userName);
  const { code, dataBody } = await call('/login', { userId: id, userName });
  assert.equal(code, '9000');
  const { ip, cimServerPort } = dataBody as { ip: string; cimServerPort: number };
  assert.equal(ip, '127.0.0.1');
  const wire = await CimConnection.login(cimServerPort, id, userName);
  connections.push(wire);
  // The pong says that the login is through: frames are answered in order.
  await wire.ping(id);
  await online(id);
  return { id, wire };
}

async function online(id: number): Promise<void> {
  for (;;) {
    const { dataBody } = await call('/onlineUser');
    if ((dataBody as { userId: number }[]).some(({ userId }) => userId === id)) return;
  }
}

async function native(user: string): Promise<Client> {
  const client = await connect(
    { server: place.tcpUrl, user, password: 'pw', register: true },
    { device: { class: 'bot' } },
  );
  clients.push(client);
  await new Promise<void>((resolve) => client.on('synced', resolve));
  return client;
}

describe('accounts', () => {
  it('the same name again is the same account', async () => {
    assert.equal(await register('anna'), await register('anna'));
  });

  it('a repeated login, a wrong name, an unknown id', async () => {
    const { id } = await come('karl');
    assert.equal((await call('/login', { userId: id, userName: 'karl' })).code, '5000');
    assert.equal((await call('/login', { userId: id, userName: 'other' })).code, '9100');
    assert.equal((await call('/login', { userId: 999_999, userName: 'karl' })).code, '9100');
    assert.equal((await call('/offLine', { userId: id, msg: 'offLine' })).code, '9000');
    assert.equal((await call('/login', { userId: id, userName: 'karl' })).code, '9000');
  });

  it('an account with a password cannot be had by it', async () => {
    const client = await native('secured');
    const user = await client.user('secured');
    const id = user?.id ?? 0;
    assert.equal((await call('/registerAccount', { userName: 'secured' })).code, '4000');
    assert.equal((await call('/login', { userId: id, userName: 'secured' })).code, '9100');
    assert.equal(
      (await call('/p2pRoute', { userId: id, receiveUserId: await register('anna'), msg: 'x' })).code,
      '9100',
    );
    assert.equal((await call('/groupRoute', { userId: id, msg: 'x' })).code, '9100');
    const impostor = await CimConnection.login(place.server.cimPort ?? 0, id, 'secured');
    await impostor.until(() => impostor.isClosed);
  });

  it('and an account without one cannot be had by a password', async () => {
    await register('open');
    const login = await fetch(`${place.httpUrl}/v1/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'open', password: '' }),
    });
    assert.equal(login.status, 401);
  });
});

describe('messages', () => {
  it('p2p to somebody who is there, one and several, with CIM’s properties', async () => {
    const romeo = await come('romeo');
    const juliet = await come('juliet');
    assert.equal(
      (await call('/p2pRoute', { userId: romeo.id, receiveUserId: juliet.id, msg: 'one' })).code,
      '9000',
    );
    const batch = { userId: romeo.id, receiveUserId: juliet.id, msg: 'two', batchMsg: ['three', 'four'] };
    assert.equal((await call('/p2pRoute', batch)).code, '9000');
    await juliet.wire.until(() => juliet.wire.texts.length === 4);
    assert.deepEqual(juliet.wire.texts, ['one', 'two', 'three', 'four']);
    const [first] = juliet.wire.received.filter(({ cmd }) => cmd === MESSAGE);
    assert.deepEqual(first, {
      id: juliet.id,
      cmd: MESSAGE,
      text: 'one',
      properties: { sendUserId: `${romeo.id}`, sendUserName: 'romeo', receiveUserId: `${juliet.id}` },
      batch: [],
    });
  });

  it('to somebody offline: 7000, stored, pushed once and in order when they come', async () => {
    const sender = await come('sender');
    const away = await register('away');
    const send = (msg: string): Promise<CimAnswer> =>
      call('/p2pRoute', { userId: sender.id, receiveUserId: away, msg });
    assert.equal((await send('one')).code, '7000');
    assert.equal(
      (await call('/p2pRoute', { userId: sender.id, receiveUserId: away, batchMsg: ['two', 'three'] })).code,
      '7000',
    );
    const { wire } = await come('away');
    await wire.until(() => wire.texts.length === 3);
    assert.deepEqual(wire.texts, ['one', 'two', 'three']);
    assert.equal(wire.received.find(({ batch }) => batch.length > 0)?.cmd, OFFLINE);
    assert.equal((await call('/fetchOfflineMsgs', { receiveUserId: away })).code, '9000');
    await wire.ping(away);
    assert.equal((await send('four')).code, '9000');
    await wire.until(() => wire.texts.length === 4);
    assert.deepEqual(wire.texts, ['one', 'two', 'three', 'four'], 'fetching pushed nothing twice');
  });

  it('a connection that dies before the next ping gives back what was written to it', async () => {
    const sender = await come('sender');
    const { id, wire } = await come('fragile');
    await call('/p2pRoute', { userId: sender.id, receiveUserId: id, msg: 'seen' });
    await wire.until(() => wire.texts.length === 1);
    await wire.ping(id);
    await call('/p2pRoute', { userId: sender.id, receiveUserId: id, msg: 'maybe' });
    await wire.until(() => wire.texts.length === 2);
    wire.close();
    await call('/offLine', { userId: id });
    const again = await come('fragile');
    await again.wire.until(() => again.wire.texts.length > 0);
    assert.deepEqual(again.wire.texts, ['maybe']);
  });

  it('to everyone, which reaches CIM’s users only while they are there', async () => {
    const speaker = await come('speaker');
    const there = await come('there');
    assert.equal((await call('/groupRoute', { userId: speaker.id, msg: 'hello all' })).code, '9000');
    await there.wire.until(() => there.wire.texts.length === 1);
    const late = await come('late');
    await call('/p2pRoute', { userId: speaker.id, receiveUserId: late.id, msg: 'hello you' });
    await late.wire.until(() => late.wire.texts.length === 1);
    assert.deepEqual(late.wire.texts, ['hello you']);
    assert.deepEqual(speaker.wire.texts, []);
  });

  it('one conversation for CIM and native users', async () => {
    const cim = await come('cim');
    const ann = await native('ann');
    const heard: string[] = [];
    const all = new Promise<void>((resolve) => {
      ann.on('message', ({ content }) => {
        heard.push(content.text);
        if (heard.length === 3) resolve();
      });
    });
    const annId = (await ann.user('ann'))?.id ?? 0;
    assert.equal(
      (await call('/p2pRoute', { userId: cim.id, receiveUserId: annId, msg: 'from CIM' })).code,
      '9000',
    );
    await ann.send({ to: 'cim' }, 'from native').done;
    assert.equal(
      (await call('/p2pRoute', { userId: cim.id, receiveUserId: annId, msg: 'again' })).code,
      '9000',
    );
    await all;
    assert.deepEqual(heard, ['from CIM', 'from native', 'again']);
    await cim.wire.until(() => cim.wire.texts.length === 1);
    assert.deepEqual(cim.wire.texts, ['from native']);
  });

  it('CIM, the SDK and a raw client over WebSocket see the lobby in the same order', async () => {
    const cim = await come('mixed');
    const ann = await native('ann');
    const raw = await connect(
      { server: place.httpUrl, user: 'raw', password: 'pw', register: true },
      { device: { class: 'web' } },
    );
    clients.push(raw);
    await new Promise<void>((resolve) => raw.on('synced', resolve));
    const [bySdk, byWeb]: string[][] = [[], []];
    const heard = new Condition();
    ann.on('message', ({ conversation, content }) => {
      if (conversation === 1) bySdk?.push(content.text);
      heard.changed();
    });
    raw.on('message', ({ conversation, content }) => {
      if (conversation === 1) byWeb?.push(content.text);
      heard.changed();
    });
    const said: Promise<unknown>[] = [];
    for (let count = 0; count < 50; count++) {
      said.push(call('/groupRoute', { userId: cim.id, msg: `cim ${count}` }));
      said.push(ann.send({ conversation: 1 }, `ann ${count}`).done);
      said.push(raw.send({ conversation: 1 }, `raw ${count}`).done);
    }
    await Promise.all(said);
    await heard.until(() => bySdk?.length === 150 && byWeb?.length === 150);
    await cim.wire.until(() => cim.wire.texts.length === 100);
    assert.deepEqual(bySdk, byWeb);
    // CIM's client shows its own messages itself.
    assert.deepEqual(
      cim.wire.texts,
      bySdk?.filter((text) => !text.startsWith('cim')),
    );
  });

  it('a note of the server’s own', async () => {
    const { id, wire } = await come('noted');
    const { code, dataBody } = await call('/sendMsg', { userId: id, msg: 'a note', cmd: 'MESSAGE' });
    assert.deepEqual([code, dataBody], ['9000', { msg: 'OK' }]);
    void wire;
  });
});

describe('bad input', () => {
  it('wrong bodies get 3000, unknown users 9100', async () => {
    const id = await register('anna');
    for (const body of [
      {},
      { userId: 'x' },
      { userId: -1 },
      { userId: id },
      { userId: id, receiveUserId: id },
      [],
      'text',
    ]) {
      assert.equal((await call('/p2pRoute', body)).code, '3000', JSON.stringify(body));
    }
    assert.equal((await call('/p2pRoute', { userId: id, receiveUserId: 999_999, msg: 'x' })).code, '9100');
    assert.equal((await call('/p2pRoute', { userId: id, receiveUserId: id, msg: 'x' })).code, '3000');
    assert.equal((await call('/registerAccount', { userName: 'a b' })).code, '3000');
    assert.equal((await call('/registerAccount', {})).code, '3000');
    assert.equal((await call('/offLine', { userId: 999_999 })).code, '9100');
  });

  it('a frame for somebody else’s id, and a login without one over HTTP, are refused', async () => {
    const { id, wire } = await come('honest');
    wire.send(id + 1, 2, 'ping');
    await wire.until(() => wire.isClosed);
    const stranger = await register('stranger');
    const impostor = await CimConnection.login(place.server.cimPort ?? 0, stranger, 'stranger');
    await impostor.until(() => impostor.isClosed);
    const garbage = await CimConnection.login(place.server.cimPort ?? 0, stranger, 'x'.repeat(5000));
    await garbage.until(() => garbage.isClosed);
  });
});

it('a secret, when there is one, is asked for', async (t) => {
  const guarded = await startInProcess({ cim: true, cimPort: 0, cimSecret: 'a-long-secret' });
  t.after(() => guarded.server.close());
  assert.equal((await callCim(guarded.httpUrl, '/registerAccount', { userName: 'a' })).code, '9100');
  const headers = { 'cim-secret': 'a-long-secret' };
  assert.equal((await callCim(guarded.httpUrl, '/registerAccount', { userName: 'a' }, headers)).code, '9000');
});

it('without --cim none of it is there', async (t) => {
  const plain = await startInProcess();
  t.after(() => plain.server.close());
  assert.equal((await fetch(`${plain.httpUrl}/registerAccount`, { method: 'POST' })).status, 404);
  assert.equal(plain.server.cimPort, undefined);
});

it('promises 1 to 4 and 7, seen from this wire, under SIGKILL', { timeout: 120_000 }, async (t) => {
  const server = await ServerProcess.start(['--cim', '--cim-port', '0']);
  t.after(() => server.remove());
  const http = (path: string, body: unknown): Promise<CimAnswer> => callCim(server.httpUrl, path, body);
  const register2 = async (userName: string): Promise<number> =>
    ((await http('/registerAccount', { userName })).dataBody as { userId: number }).userId;
  const [romeo, juliet] = [await register2('romeo'), await register2('juliet')];
  const received: string[] = [];
  const acked: string[] = [];
  for (let round = 0; round < 5; round++) {
    const { dataBody } = await http('/login', { userId: juliet, userName: 'juliet' });
    const wire = await CimConnection.login(
      (dataBody as { cimServerPort: number }).cimServerPort,
      juliet,
      'juliet',
    );
    const killing = new Promise((resolve) => setTimeout(resolve, 200 + Math.random() * 400)).then(() =>
      server.kill(),
    );
    for (let count = 0; ; count++) {
      const msg = `${round}/${count}`;
      try {
        const { code } = await http('/p2pRoute', { userId: romeo, receiveUserId: juliet, msg });
        assert.ok(code === '9000' || code === '7000', code);
        acked.push(msg);
        if (count % 20 === 0) wire.send(juliet, 2, 'ping');
      } catch {
        break;
      }
    }
    await killing;
    await wire.until(() => wire.isClosed);
    received.push(...wire.texts);
    await server.start();
  }
  const { dataBody } = await http('/login', { userId: juliet, userName: 'juliet' });
  const wire = await CimConnection.login(
    (dataBody as { cimServerPort: number }).cimServerPort,
    juliet,
    'juliet',
  );
  const last = acked.at(-1) ?? '';
  await wire.until(() => wire.texts.includes(last) || received.includes(last));
  received.push(...wire.texts);
  wire.close();
  assert.deepEqual(
    acked.filter((msg) => !received.includes(msg)),
    [],
    'promises 1 and 7',
  );
  // What was written and not confirmed by a ping may come again; apart from that, the order stands.
  const firsts = received.filter((msg, index) => received.indexOf(msg) === index && acked.includes(msg));
  assert.deepEqual(firsts, acked, 'promises 3 and 4');
  t.diagnostic(
    `${acked.length} acked, ${received.length - new Set(received).size} came twice, as the wire allows`,
  );
});
