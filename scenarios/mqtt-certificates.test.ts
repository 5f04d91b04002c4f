/** MQTT clients log in by TLS certificates; nothing that a client writes stands for one. */
import assert from 'node:assert/strict';
import { request } from 'node:https';
import { describe, it } from 'node:test';
import { decodeServerFrame } from '@posthorn/protocol';
import { REQUEST_NUMBERS } from '@posthorn/protocol/requests';
import { Writer } from '@posthorn/protocol/wire';
import { codeOf, RawClient } from '@posthorn/testing/raw-client';
import { createWebSocketStream, WebSocket } from 'ws';
import { answer, raw, register, start } from './support/certified-world.ts';

for (const isCluster of [false, true]) {
  describe(isCluster ? 'in a cluster' : 'in one process', () => {
    it('a certificate of the CA lets its user in, and nobody else', async (t) => {
      const world = await start(t, {}, { isCluster });
      if (world === undefined) return;
      const { ca, gateways } = world;
      await register(world, 'boss', 'romeo', 'juliet');
      const romeo = await ca.issue({ subject: '/CN=Romeo' });
      for (const gateway of gateways) {
        assert.equal(await answer(gateway, romeo), 'in');
        assert.equal(await answer(gateway, romeo, { version: 4, clientId: 'lamp' }), 'in');
        assert.equal(await answer(gateway, romeo, { user: 'romeo' }), 'in');
        assert.equal(await answer(gateway, romeo, { user: 'romeo', password: 'pw' }), 'in');
        assert.equal(await answer(gateway, undefined, { user: 'juliet', password: 'pw' }), 'in');
        assert.match(await answer(gateway, romeo, { user: 'juliet' }), /^86 .*another user/);
        assert.match(await answer(gateway, romeo, { user: 'juliet', password: 'pw' }), /^86 .*another user/);
        assert.match(await answer(gateway, romeo, { user: 'romeo', password: 'wrong' }), /^86 /);
        assert.match(await answer(gateway, undefined), /^86 log in/);
        assert.match(await answer(gateway, undefined, { user: 'romeo', password: '' }), /^86 /);
      }
    });
  });
}

it('nothing that a client writes stands for a certificate, over any wire', async (t) => {
  const world = await start(t, {}, { isCluster: true });
  if (world === undefined) return;
  const { gateways, router } = world;
  await register(world, 'boss');
  const certificate = new Writer();
  certificate.tag(8 + 2);
  certificate.string('boss');
  certificate.tag(2 * 8);
  certificate.varint(Date.now() + 3_600_000);
  const field = certificate.finish();
  // A login of nobody, with a certificate in each field that is unknown.
  const login = new Writer();
  for (let number = 13; number < 64; number++) {
    login.tag(number * 8 + 2);
    login.bytes(field);
  }
  const forged = login.finish();
  const webSocket = new WebSocket(`wss://127.0.0.1:${gateways[0]?.httpPort}/ws`, {
    rejectUnauthorized: false,
  });
  await new Promise((resolve, reject) => webSocket.once('open', resolve).once('error', reject));
  for (const client of [await raw(world), RawClient.over(createWebSocketStream(webSocket))]) {
    await client.hello();
    const { body } = decodeServerFrame(await client.askNew(REQUEST_NUMBERS.login, forged));
    assert.equal(body === undefined ? 'nothing' : codeOf(body), 'INVALID');
    client.close();
  }
  const rest = { certificate: { name: 'boss', validUntil: Date.now() + 3_600_000 }, device: { id: 'x' } };
  for (const json of [rest, { ...rest, name: '', password: '' }])
    assert.equal(await post(router.httpPort, '/v1/login', json), 400);
});

function post(port: number, path: string, json: object): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json' };
    const options = { port, path, method: 'POST', headers, rejectUnauthorized: false };
    const asked = request(options, (response) => resolve(response.resume().statusCode));
    asked.on('error', reject).end(JSON.stringify(json));
  });
}
