/** CIM's own wire, driven by a client that was written from its facts: accounts, messages, and staying connected. */
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { connect } from '@posthorn/client/node';
import type { Client } from '@posthorn/client/node';
import { startInProcess } from '@posthorn/testing/in-process';
import { CimConnection, MESSAGE, OFFLINE, PING } from './support/cim-client.ts';
import type { CimAnswer } from './support/cim-client.ts';
import { CimPlace } from './support/cim-place.ts';
import { SteppedClock } from './support/stepped-clock.ts';

let place: CimPlace;
const clients: Client[] = [];

before(async () => {
  place = await CimPlace.start({ host: '0.0.0.0', loginPolicy: 'multi' });
});

afterEach(async () => {
  place.part();
  for (const client of clients.splice(0)) await client.close();
});

after(() => place.close());

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
    assert.equal(await place.register('anna'), await place.register('anna'));
  });

  it('a repeated login, a wrong name, an unknown id', async () => {
    const { id } = await place.come('karl');
    assert.equal((await place.call('/login', { userId: id, userName: 'karl' })).code, '5000');
    assert.equal((await place.call('/login', { userId: id, userName: 'other' })).code, '9100');
    assert.equal((await place.call('/login', { userId: 999_999, userName: 'karl' })).code, '9100');
    assert.equal((await place.call('/offLine', { userId: id, msg: 'offLine' })).code, '9000');
    assert.equal((await place.call('/login', { userId: id, userName: 'karl' })).code, '9000');
  });

  it('an account with a password cannot be had by it', async () => {
    const client = await native('secured');
    const user = await client.user('secured');
    const id = user?.id ?? 0;
    assert.equal((await place.call('/registerAccount', { userName: 'secured' })).code, '4000');
    assert.equal((await place.call('/login', { userId: id, userName: 'secured' })).code, '9100');
    assert.equal(
      (await place.call('/p2pRoute', { userId: id, receiveUserId: await place.register('anna'), msg: 'x' }))
        .code,
      '9100',
    );
    assert.equal((await place.call('/groupRoute', { userId: id, msg: 'x' })).code, '9100');
    const impostor = await CimConnection.login(place.port, id, 'secured');
    await impostor.until(() => impostor.isClosed);
  });

  it('and an account without one cannot be had by a password', async () => {
    await place.register('open');
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
    const romeo = await place.come('romeo');
    const juliet = await place.come('juliet');
    assert.equal(
      (await place.call('/p2pRoute', { userId: romeo.id, receiveUserId: juliet.id, msg: 'one' })).code,
      '9000',
    );
    const batch = { userId: romeo.id, receiveUserId: juliet.id, msg: 'two', batchMsg: ['three', 'four'] };
    assert.equal((await place.call('/p2pRoute', batch)).code, '9000');
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
    const sender = await place.come('sender');
    const away = await place.register('away');
    const send = (msg: string): Promise<CimAnswer> =>
      place.call('/p2pRoute', { userId: sender.id, receiveUserId: away, msg });
    assert.equal((await send('one')).code, '7000');
    assert.equal(
      (await place.call('/p2pRoute', { userId: sender.id, receiveUserId: away, batchMsg: ['two', 'three'] }))
        .code,
      '7000',
    );
    const { wire } = await place.come('away');
    await wire.until(() => wire.texts.length === 3);
    assert.deepEqual(wire.texts, ['one', 'two', 'three']);
    assert.equal(wire.received.find(({ batch }) => batch.length > 0)?.cmd, OFFLINE);
    assert.equal((await place.call('/fetchOfflineMsgs', { receiveUserId: away })).code, '9000');
    await wire.ping(away);
    assert.equal((await send('four')).code, '9000');
    await wire.until(() => wire.texts.length === 4);
    assert.deepEqual(wire.texts, ['one', 'two', 'three', 'four'], 'fetching pushed nothing twice');
  });

  it('a connection that dies gives back what was written since the ping before the last one', async () => {
    const sender = await place.come('sender');
    const { id, wire } = await place.come('fragile');
    await place.call('/p2pRoute', { userId: sender.id, receiveUserId: id, msg: 'seen' });
    await wire.until(() => wire.texts.length === 1);
    await wire.ping(id);
    await wire.ping(id);
    await place.call('/p2pRoute', { userId: sender.id, receiveUserId: id, msg: 'maybe' });
    await wire.until(() => wire.texts.length === 2);
    await wire.ping(id);
    wire.socket.resetAndDestroy();
    await place.call('/offLine', { userId: id });
    const again = await place.come('fragile');
    await again.wire.until(() => again.wire.texts.length > 0);
    assert.deepEqual(again.wire.texts, ['maybe']);
  });

  it('to everyone, which reaches CIM’s users only while they are there', async () => {
    const speaker = await place.come('speaker');
    const there = await place.come('there');
    assert.equal((await place.call('/groupRoute', { userId: speaker.id, msg: 'hello all' })).code, '9000');
    await there.wire.until(() => there.wire.texts.length === 1);
    const late = await place.come('late');
    await place.call('/p2pRoute', { userId: speaker.id, receiveUserId: late.id, msg: 'hello you' });
    await late.wire.until(() => late.wire.texts.length === 1);
    assert.deepEqual(late.wire.texts, ['hello you']);
    assert.deepEqual(speaker.wire.texts, []);
  });

  it('one conversation for CIM and native users', async () => {
    const cim = await place.come('cim');
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
      (await place.call('/p2pRoute', { userId: cim.id, receiveUserId: annId, msg: 'from CIM' })).code,
      '9000',
    );
    await ann.send({ to: 'cim' }, 'from native').done;
    assert.equal(
      (await place.call('/p2pRoute', { userId: cim.id, receiveUserId: annId, msg: 'again' })).code,
      '9000',
    );
    await all;
    assert.deepEqual(heard, ['from CIM', 'from native', 'again']);
    await cim.wire.until(() => cim.wire.texts.length === 1);
    assert.deepEqual(cim.wire.texts, ['from native']);
  });

  it('what has no text comes as one that a person can read', async () => {
    const { id, wire } = await place.come('reader');
    const ann = await native('ann');
    await place.call('/registerAccount', { userName: 'member' });
    const { id: group } = await ann.call('createGroup', { title: 'Verona', members: [id] });
    await ann.call('rename', { conversation: group, title: 'Padua' });
    await ann.call('addMembers', { conversation: group, users: [await place.register('member')] });
    await ann.call('setGroup', { conversation: group, settings: { write: 'admin', slowModeS: 30 } });
    const member = await place.register('member');
    await ann.call('removeMember', { conversation: group, user: member, ban: true });
    await wire.until(() => wire.texts.length === 5);
    assert.deepEqual(wire.texts, [
      '[made the group "Verona" with reader]',
      '[named the group "Padua"]',
      '[added member]',
      '[lets only admins write, lets everybody write once in 30 s]',
      '[banned member]',
    ]);
    assert.equal(wire.received.find(({ cmd }) => cmd !== PING)?.properties['sendUserName'], 'ann');
  });
});

it('a client that pings is kept; one that pings too late is cut after CIM’s 30 s', async (t) => {
  const clock = new SteppedClock();
  const timed = await CimPlace.start({}, { clock });
  t.after(() => timed.close());
  const { id, wire } = await timed.come('late');
  for (let count = 0; count < 4; count++) {
    await wire.ping(id);
    await clock.pass(25_000);
  }
  await wire.ping(id);
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
