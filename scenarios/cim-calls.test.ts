/** CIM's calls over HTTP: pushing by /sendMsg, and calls that are repeated. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { networkInterfaces } from 'node:os';
import { after, afterEach, before, describe, it } from 'node:test';
import { callCim, PING } from './support/cim-client.ts';
import { CimPlace } from './support/cim-place.ts';

let place: CimPlace;

before(async () => {
  place = await CimPlace.start({ host: '0.0.0.0', loginPolicy: 'multi', admin: 'root' });
});

afterEach(() => place.part());

after(() => place.close());

describe('/sendMsg', () => {
  it('pushes to a connected user, with the properties that it was given', async () => {
    const { id, wire } = await place.come('noted');
    const properties = { sendUserId: '77', sendUserName: 'ops', receiveUserId: '1', trace: 'x' };
    const note = { userId: id, msg: 'one', batchMsg: ['two'], cmd: 'MESSAGE', properties };
    const { code, dataBody } = await place.call('/sendMsg', note);
    assert.deepEqual([code, dataBody], ['9000', { msg: 'OK' }]);
    assert.equal((await place.call('/sendMsg', { userId: id, msg: 'three' })).code, '9000');
    await wire.until(() => wire.texts.length === 3);
    assert.deepEqual(wire.texts, ['one', 'two', 'three']);
    const [first, third] = wire.received.filter(({ cmd }) => cmd !== PING);
    assert.deepEqual(first?.properties, { ...properties, receiveUserId: `${id}` });
    assert.equal(third?.properties['sendUserName'], 'server');
  });

  it('keeps it for somebody who is away, and gives it once', async () => {
    const id = await place.register('noted-later');
    assert.equal((await place.call('/sendMsg', { userId: id, msg: 'kept' })).code, '9000');
    const { wire } = await place.come('noted-later');
    await wire.until(() => wire.texts.length === 1);
    await place.call('/sendMsg', { userId: id, msg: 'live' });
    await wire.until(() => wire.texts.length === 2);
    assert.deepEqual(wire.texts, ['kept', 'live']);
  });

  it('is for this machine and for administrators alone', async () => {
    const { id, wire } = await place.come('guarded');
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
      (await place.call('/sendMsg', { userId: id, msg: 'note' }, more)).code;
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
    const sender = await place.come('repeater');
    const receiver = await place.come('once');
    const message = {
      userId: sender.id,
      receiveUserId: receiver.id,
      msg: 'one',
      batchMsg: ['two', 'two'],
      reqNo: reqNo(),
    };
    for (let count = 0; count < 3; count++)
      assert.equal((await place.call('/p2pRoute', message)).code, '9000');
    const room = { userId: sender.id, msg: 'hello', reqNo: reqNo() };
    for (let count = 0; count < 3; count++)
      assert.equal((await place.call('/groupRoute', room)).code, '9000');
    await place.call('/p2pRoute', { userId: sender.id, receiveUserId: receiver.id, msg: 'end' });
    await receiver.wire.until(() => receiver.wire.texts.includes('end'));
    assert.deepEqual(
      receiver.wire.texts.filter((text) => text !== 'hello'),
      ['one', 'two', 'two', 'end'],
    );
    await receiver.wire.until(() => receiver.wire.texts.includes('hello'));
    assert.equal(receiver.wire.texts.length, 5);
  });

  it('with the number of another message is a failure, and short numbers tell nothing', async () => {
    const sender = await place.come('counter');
    const receiver = await place.come('counted');
    const send = async (msg: string, number: string): Promise<string> =>
      (await place.call('/p2pRoute', { userId: sender.id, receiveUserId: receiver.id, msg, reqNo: number }))
        .code;
    const number = reqNo();
    assert.equal(await send('first', number), '9000');
    assert.equal(await send('second', number), '4000');
    assert.equal(await send('same', '1'), '9000');
    assert.equal(await send('same', '1'), '9000');
    await receiver.wire.until(() => receiver.wire.texts.length === 3);
    assert.deepEqual(receiver.wire.texts, ['first', 'same', 'same']);
  });
});
