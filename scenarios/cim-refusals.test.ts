/** What CIM's calls and wire refuse: bad input, strangers, and too much. */
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { connect } from '@posthorn/client/node';
import { CimConnection, LOGIN_REQUEST, PING } from './support/cim-client.ts';
import { CimPlace } from './support/cim-place.ts';
import { SteppedClock } from './support/stepped-clock.ts';

let place: CimPlace;

before(async () => {
  place = await CimPlace.start();
});

afterEach(() => place.part());

after(() => place.close());

describe('bad input', () => {
  it('wrong bodies get 3000, unknown users 9100', async () => {
    const id = await place.register('anna');
    for (const body of [
      {},
      { userId: 'x' },
      { userId: -1 },
      { userId: id },
      { userId: id, receiveUserId: id },
      [],
      'text',
    ]) {
      assert.equal((await place.call('/p2pRoute', body)).code, '3000', JSON.stringify(body));
    }
    assert.equal(
      (await place.call('/p2pRoute', { userId: id, receiveUserId: 999_999, msg: 'x' })).code,
      '9100',
    );
    assert.equal((await place.call('/p2pRoute', { userId: id, receiveUserId: id, msg: 'x' })).code, '3000');
    assert.equal((await place.call('/registerAccount', { userName: 'a b' })).code, '3000');
    assert.equal((await place.call('/registerAccount', {})).code, '3000');
    assert.equal((await place.call('/offLine', { userId: 999_999 })).code, '9100');
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
    const id = await place.register('anna');
    const peer = await place.register('karl');
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
      assert.equal((await place.call('/p2pRoute', body)).code, '3000', JSON.stringify(body).slice(0, 80));
    }
    for (const body of [{ cmd: 'PING' }, { properties: [] }, { properties: { a: 1 } }, { properties: 'x' }]) {
      assert.equal((await place.call('/sendMsg', { userId: id, msg: 'x', ...body })).code, '3000');
    }
  });

  it('a login without one over HTTP, a second one, and a ping without any are refused', async () => {
    const stranger = await place.register('stranger');
    const impostor = await CimConnection.login(place.port, stranger, 'stranger');
    await impostor.until(() => impostor.isClosed);
    const twice = await place.come('twice');
    twice.wire.send(twice.id, LOGIN_REQUEST, 'twice');
    await twice.wire.until(() => twice.wire.isClosed);
    const early = await CimConnection.open(place.port);
    early.send(0, PING, 'ping');
    await early.until(() => early.isClosed);
    const garbage = await CimConnection.login(place.port, stranger, 'x'.repeat(5000));
    await garbage.until(() => garbage.isClosed);
  });
});

it('a secret, when there is one, is asked for on both ways', async (t) => {
  const guarded = await CimPlace.start({ cimSecret: 'a-long-secret' });
  t.after(() => guarded.close());
  const headers = { 'cim-secret': 'a-long-secret' };
  for (const path of ['/registerAccount', '/login', '/p2pRoute', '/groupRoute', '/offLine', '/sendMsg'])
    assert.equal((await guarded.call(path, { userName: 'a' })).code, '9100', path);
  assert.equal((await guarded.call('/onlineUser')).code, '9100');
  assert.equal(
    (await guarded.call('/onlineUser', undefined, { 'cim-secret': 'another-secret' })).code,
    '9100',
  );
  const { dataBody } = await guarded.call('/registerAccount', { userName: 'ann' }, headers);
  const { userId } = dataBody as { readonly userId: number };
  assert.equal((await guarded.call('/login', { userId, userName: 'ann' }, headers)).code, '9000');
  for (const properties of [{}, { 'cim-secret': 'another-secret' }]) {
    const thief = await CimConnection.login(guarded.port, userId, 'ann', { properties });
    await thief.until(() => thief.isClosed);
  }
  const wire = await CimConnection.login(guarded.port, userId, 'ann', { properties: headers });
  await wire.ping(userId);
  assert.ok(!wire.isClosed);
  wire.close();
});

it('who calls too often gets 6000', async (t) => {
  const small = await CimPlace.start({ sendRate: 5 });
  t.after(() => small.close());
  const codes = await Promise.all(
    Array.from({ length: 40 }, async () => (await small.call('/groupRoute', { userId: 1, msg: 'x' })).code),
  );
  assert.ok(codes.includes('6000'), codes.join());
  assert.equal(
    (await small.call('/groupRoute', { userId: 2, msg: 'x' })).code,
    '9100',
    'others are not slowed',
  );
});

it('who tries many numbers gets 6000, however often the number changes', async (t) => {
  const tried = await CimPlace.start({}, { clock: new SteppedClock({ isStill: true }) });
  t.after(() => tried.close());
  for (const path of ['/login', '/groupRoute', '/offLine']) {
    const codes = await Promise.all(
      Array.from(
        { length: 600 },
        async (_, index) => (await tried.call(path, { userId: 1000 + index, userName: 'x', msg: 'x' })).code,
      ),
    );
    assert.ok(codes.includes('6000'), `${path}: ${[...new Set(codes)].join()}`);
  }
});

it('cannot take the administrator’s name, and a password ends what CIM may do', async (t) => {
  const kept = await CimPlace.start({ admin: 'root' });
  t.after(() => kept.close());
  assert.equal((await kept.call('/registerAccount', { userName: 'ROOT' })).code, '4000');
  const { dataBody } = await kept.call('/registerAccount', { userName: 'mover' });
  const { userId } = dataBody as { readonly userId: number };
  const { cimServerPort } = (await kept.call('/login', { userId, userName: 'mover' })).dataBody as {
    readonly cimServerPort: number;
  };
  const wire = await CimConnection.login(cimServerPort, userId, 'mover');
  const root = await connect({ server: kept.tcpUrl, user: 'root', password: 'pw', register: true });
  t.after(() => root.close());
  await root.call('resetPassword', { user: userId, newPassword: 'mine now' });
  await wire.until(() => wire.isClosed);
  assert.equal((await kept.call('/login', { userId, userName: 'mover' })).code, '9100');
  assert.equal((await kept.call('/registerAccount', { userName: 'mover' })).code, '4000');
  const moved = await connect({ server: kept.tcpUrl, user: 'mover', password: 'mine now' });
  assert.equal((await moved.user('mover'))?.id, userId);
  await moved.close();
});
