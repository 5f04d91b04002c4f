/** CIM's own wire, driven by a client that was written from its facts. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { networkInterfaces } from 'node:os';
import { after, afterEach, before, describe, it } from 'node:test';
import { connect } from '@posthorn/client/node';
import type { Client } from '@posthorn/client/node';
import { callCim, CimConnection, LOGIN_REQUEST, MESSAGE, OFFLINE, PING } from './support/cim-client.ts';
import type { CimAnswer } from './support/cim-client.ts';
import { startInProcess } from '@posthorn/testing/in-process';
import type { InProcess } from '@posthorn/testing/in-process';
import { SteppedClock } from './support/stepped-clock.ts';

let place: InProcess;
const connections: CimConnection[] = [];
const clients: Client[] = [];

before(async () => {
  place = await startInProcess({
    cim: true,
    cimPort: 0,
    host: '0.0.0.0',
    loginPolicy: 'multi',
    admin: 'root',
  });
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
    const impostor = await CimConnection.login(place.server.ports['cim'] ?? 0, id, 'secured');
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

  it('a connection that dies gives back what was written since the ping before the last one', async () => {
    const sender = await come('sender');
    const { id, wire } = await come('fragile');
    await call('/p2pRoute', { userId: sender.id, receiveUserId: id, msg: 'seen' });
    await wire.until(() => wire.texts.length === 1);
    await wire.ping(id);
    await wire.ping(id);
    await call('/p2pRoute', { userId: sender.id, receiveUserId: id, msg: 'maybe' });
    await wire.until(() => wire.texts.length === 2);
    await wire.ping(id);
    wire.socket.resetAndDestroy();
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

  it('what has no text comes as one that a person can read', async () => {
    const { id, wire } = await come('reader');
    const ann = await native('ann');
    await call('/registerAccount', { userName: 'member' });
    const { id: group } = await ann.call('createGroup', { title: 'Verona', members: [id] });
    await ann.call('rename', { conversation: group, title: 'Padua' });
    await ann.call('addMembers', { conversation: group, users: [await register('member')] });
    await wire.until(() => wire.texts.length === 3);
    assert.deepEqual(wire.texts, [
      '[made the group "Verona" with reader]',
      '[named the group "Padua"]',
      '[added member]',
    ]);
    assert.equal(wire.received.find(({ cmd }) => cmd !== PING)?.properties['sendUserName'], 'ann');
  });
});

describe('/sendMsg', () => {
  it('pushes to a connected user, with the properties that it was given', async () => {
    const { id, wire } = await come('noted');
    const properties = { sendUserId: '77', sendUserName: 'ops', receiveUserId: '1', trace: 'x' };
    const note = { userId: id, msg: 'one', batchMsg: ['two'], cmd: 'MESSAGE', properties };
    const { code, dataBody } = await call('/sendMsg', note);
    assert.deepEqual([code, dataBody], ['9000', { msg: 'OK' }]);
    assert.equal((await call('/sendMsg', { userId: id, msg: 'three' })).code, '9000');
    await wire.until(() => wire.texts.length === 3);
    assert.deepEqual(wire.texts, ['one', 'two', 'three']);
    const [first, third] = wire.received.filter(({ cmd }) => cmd !== PING);
    assert.deepEqual(first?.properties, { ...properties, receiveUserId: `${id}` });
    assert.equal(third?.properties['sendUserName'], 'server');
  });

  it('keeps it for somebody who is away, and gives it once', async () => {
    const id = await register('noted-later');
    assert.equal((await call('/sendMsg', { userId: id, msg: 'kept' })).code, '9000');
    const { wire } = await come('noted-later');
    await wire.until(() => wire.texts.length === 1);
    await call('/sendMsg', { userId: id, msg: 'live' });
    await wire.until(() => wire.texts.length === 2);
    assert.deepEqual(wire.texts, ['kept', 'live']);
  });

  it('is for this machine and for administrators alone', async () => {
    const { id, wire } = await come('guarded');
    const tokenOf = async (name: string, bootstrapSecret = ''): Promise<string> => {
      const device = { id: 'x', class: 'bot' };
      const init = { method: 'POST', headers: { 'content-type': 'application/json' } };
      const login = { name, password: 'pw', device };
      const newAccount = JSON.stringify({ ...login, bootstrapSecret });
      await fetch(`${place.httpUrl}/v1/register`, { ...init, body: newAccount });
      const body = JSON.stringify(login);
      const response = await fetch(`${place.httpUrl}/v1/login`, { ...init, body });
      return ((await response.json()) as { readonly token: string }).token;
    };
    const headers = { authorization: `Bearer ${await tokenOf('root', place.server.bootstrapSecret)}` };
    const notAdmin = { authorization: `Bearer ${await tokenOf('somebody')}` };
    const send = async (more: Record<string, string>): Promise<string> =>
      (await callCim(place.httpUrl, '/sendMsg', { userId: id, msg: 'note' }, more)).code;
    for (const proxied of ['x-forwarded-for', 'forwarded', 'x-real-ip', 'via']) {
      const far = { [proxied]: '203.0.113.7' };
      assert.equal(await send(far), '9100', proxied);
      assert.equal(await send({ ...far, ...notAdmin }), '9100', proxied);
      assert.equal(await send({ ...far, ...headers }), '9000', proxied);
    }
    const other = Object.values(networkInterfaces())
      .flat()
      .find((address) => address?.family === 'IPv4' && !address.internal);
    if (other !== undefined) {
      const url = `http://${other.address}:${place.server.httpPort}`;
      const answer = await callCim(url, '/sendMsg', { userId: id, msg: 'far' });
      assert.equal(answer.code, '9100', 'another address of this machine is not the loopback');
    }
    await wire.until(() => wire.texts.length === 4);
    assert.ok(!wire.texts.includes('far'));
  });
});

describe('a repeated call', () => {
  const reqNo = (): string => randomUUID();

  it('with its own number writes nothing twice, also after a while (promise 2)', async () => {
    const sender = await come('repeater');
    const receiver = await come('once');
    const message = {
      userId: sender.id,
      receiveUserId: receiver.id,
      msg: 'one',
      batchMsg: ['two', 'two'],
      reqNo: reqNo(),
    };
    for (let count = 0; count < 3; count++) assert.equal((await call('/p2pRoute', message)).code, '9000');
    const room = { userId: sender.id, msg: 'hello', reqNo: reqNo() };
    for (let count = 0; count < 3; count++) assert.equal((await call('/groupRoute', room)).code, '9000');
    await call('/p2pRoute', { userId: sender.id, receiveUserId: receiver.id, msg: 'end' });
    await receiver.wire.until(() => receiver.wire.texts.includes('end'));
    assert.deepEqual(
      receiver.wire.texts.filter((text) => text !== 'hello'),
      ['one', 'two', 'two', 'end'],
    );
    await receiver.wire.until(() => receiver.wire.texts.includes('hello'));
    assert.equal(receiver.wire.texts.length, 5);
  });

  it('with the number of another message is a failure, and short numbers tell nothing', async () => {
    const sender = await come('counter');
    const receiver = await come('counted');
    const send = async (msg: string, number: string): Promise<string> =>
      (await call('/p2pRoute', { userId: sender.id, receiveUserId: receiver.id, msg, reqNo: number })).code;
    const number = reqNo();
    assert.equal(await send('first', number), '9000');
    assert.equal(await send('second', number), '4000');
    assert.equal(await send('same', '1'), '9000');
    assert.equal(await send('same', '1'), '9000');
    await receiver.wire.until(() => receiver.wire.texts.length === 3);
    assert.deepEqual(receiver.wire.texts, ['first', 'same', 'same']);
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

  it('what is no JSON, no UTF-8, too large or of another type gets 3000 in CIM’s envelope', async () => {
    const json = { 'content-type': 'application/json' };
    const cases: readonly RequestInit[] = [
      { headers: json, body: '{"userId": 1,' },
      { headers: json, body: '' },
      { headers: json, body: 'null' },
      { headers: json, body: Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d]) },
      { headers: json, body: `{"msg":"${'x'.repeat(1_100_000)}"}` },
      { headers: { 'content-type': 'text/plain' }, body: 'hello' },
    ];
    for (const init of cases) {
      const response = await fetch(`${place.httpUrl}/p2pRoute`, { method: 'POST', ...init });
      assert.equal(response.status, 200);
      const { code, reqNo, dataBody } = (await response.json()) as Record<string, unknown>;
      assert.deepEqual([code, reqNo, dataBody], ['3000', null, null], JSON.stringify(init).slice(0, 80));
    }
    const id = await register('anna');
    const peer = await register('karl');
    const direct = { userId: id, receiveUserId: peer };
    for (const body of [
      { ...direct, msg: 'x'.repeat(70_000) },
      { ...direct, msg: 5 },
      { ...direct, batchMsg: 'x' },
      { ...direct, batchMsg: [1] },
      { ...direct, batchMsg: Array.from({ length: 1001 }, () => 'x') },
      { ...direct, userId: 1.5, msg: 'x' },
      { ...direct, receiveUserId: '9'.repeat(30), msg: 'x' },
    ]) {
      assert.equal((await call('/p2pRoute', body)).code, '3000', JSON.stringify(body).slice(0, 80));
    }
    for (const body of [{ cmd: 'PING' }, { properties: [] }, { properties: { a: 1 } }, { properties: 'x' }]) {
      assert.equal((await call('/sendMsg', { userId: id, msg: 'x', ...body })).code, '3000');
    }
  });

  it('a login without one over HTTP, a second one, and a ping without any are refused', async () => {
    const stranger = await register('stranger');
    const impostor = await CimConnection.login(place.server.ports['cim'] ?? 0, stranger, 'stranger');
    await impostor.until(() => impostor.isClosed);
    const twice = await come('twice');
    twice.wire.send(twice.id, LOGIN_REQUEST, 'twice');
    await twice.wire.until(() => twice.wire.isClosed);
    const early = await CimConnection.open(place.server.ports['cim'] ?? 0);
    early.send(0, PING, 'ping');
    await early.until(() => early.isClosed);
    const garbage = await CimConnection.login(place.server.ports['cim'] ?? 0, stranger, 'x'.repeat(5000));
    await garbage.until(() => garbage.isClosed);
  });
});

it('a secret, when there is one, is asked for on both ways', async (t) => {
  const guarded = await startInProcess({ cim: true, cimPort: 0, cimSecret: 'a-long-secret' });
  t.after(() => guarded.server.close());
  const port = guarded.server.ports['cim'] ?? 0;
  const headers = { 'cim-secret': 'a-long-secret' };
  const ask = (path: string, body?: object, more = {}): Promise<CimAnswer> =>
    callCim(guarded.httpUrl, path, body, more);
  for (const path of ['/registerAccount', '/login', '/p2pRoute', '/groupRoute', '/offLine', '/sendMsg'])
    assert.equal((await ask(path, { userName: 'a' })).code, '9100', path);
  assert.equal((await ask('/onlineUser')).code, '9100');
  assert.equal((await ask('/onlineUser', undefined, { 'cim-secret': 'another-secret' })).code, '9100');
  const { dataBody } = await ask('/registerAccount', { userName: 'ann' }, headers);
  const { userId } = dataBody as { readonly userId: number };
  assert.equal((await ask('/login', { userId, userName: 'ann' }, headers)).code, '9000');
  for (const properties of [{}, { 'cim-secret': 'another-secret' }]) {
    const thief = await CimConnection.login(port, userId, 'ann', { properties });
    await thief.until(() => thief.isClosed);
  }
  const wire = await CimConnection.login(port, userId, 'ann', { properties: headers });
  await wire.ping(userId);
  assert.ok(!wire.isClosed);
  wire.close();
});

it('who calls too often gets 6000', async (t) => {
  const small = await startInProcess({ cim: true, cimPort: 0, sendRate: 5 });
  t.after(() => small.server.close());
  const ask = (path: string, body?: object): Promise<CimAnswer> => callCim(small.httpUrl, path, body);
  const codes = await Promise.all(
    Array.from({ length: 40 }, async () => (await ask('/groupRoute', { userId: 1, msg: 'x' })).code),
  );
  assert.ok(codes.includes('6000'), codes.join());
  assert.equal((await ask('/groupRoute', { userId: 2, msg: 'x' })).code, '9100', 'others are not slowed');
});

it('who tries many numbers gets 6000, however often the number changes', async (t) => {
  const tried = await startInProcess({ cim: true, cimPort: 0 });
  t.after(() => tried.server.close());
  const ask = (path: string, userId: number): Promise<CimAnswer> =>
    callCim(tried.httpUrl, path, { userId, userName: 'x', msg: 'x' });
  for (const path of ['/login', '/groupRoute', '/offLine']) {
    const codes = await Promise.all(
      Array.from({ length: 600 }, async (_, index) => (await ask(path, 1000 + index)).code),
    );
    assert.ok(codes.includes('6000'), `${path}: ${[...new Set(codes)].join()}`);
  }
});

it('cannot take the administrator’s name, and a password ends what CIM may do', async (t) => {
  const kept = await startInProcess({ cim: true, cimPort: 0, admin: 'root' });
  t.after(() => kept.server.close());
  const ask = (path: string, body: object): Promise<CimAnswer> => callCim(kept.httpUrl, path, body);
  assert.equal((await ask('/registerAccount', { userName: 'ROOT' })).code, '4000');
  const { dataBody } = await ask('/registerAccount', { userName: 'mover' });
  const { userId } = dataBody as { readonly userId: number };
  const { cimServerPort } = (await ask('/login', { userId, userName: 'mover' })).dataBody as {
    readonly cimServerPort: number;
  };
  const wire = await CimConnection.login(cimServerPort, userId, 'mover');
  const root = await connect({ server: kept.tcpUrl, user: 'root', password: 'pw', register: true });
  t.after(() => root.close());
  await root.call('resetPassword', { user: userId, newPassword: 'mine now' });
  await wire.until(() => wire.isClosed);
  assert.equal((await ask('/login', { userId, userName: 'mover' })).code, '9100');
  assert.equal((await ask('/registerAccount', { userName: 'mover' })).code, '4000');
  const moved = await connect({ server: kept.tcpUrl, user: 'mover', password: 'mine now' });
  assert.equal((await moved.user('mover'))?.id, userId);
  await moved.close();
});

it('a client that pings is kept; one that pings too late is cut after CIM’s 30 s', async (t) => {
  const clock = new SteppedClock();
  const timed = await startInProcess({ cim: true, cimPort: 0 }, { clock });
  t.after(() => timed.server.close());
  const { dataBody } = await callCim(timed.httpUrl, '/registerAccount', { userName: 'late' });
  const { userId } = dataBody as { readonly userId: number };
  await callCim(timed.httpUrl, '/login', { userId, userName: 'late' });
  const wire = await CimConnection.login(timed.server.ports['cim'] ?? 0, userId, 'late');
  for (let count = 0; count < 4; count++) {
    await wire.ping(userId);
    await clock.pass(25_000);
  }
  await wire.ping(userId);
  assert.ok(!wire.isClosed, 'kept by its pings');
  await clock.pass(35_000);
  await wire.until(() => wire.isClosed);
});

it('without --cim none of it is there', async (t) => {
  const plain = await startInProcess();
  t.after(() => plain.server.close());
  assert.equal((await fetch(`${plain.httpUrl}/registerAccount`, { method: 'POST' })).status, 404);
  assert.equal(plain.server.ports['cim'], undefined);
});
