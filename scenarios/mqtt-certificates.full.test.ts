/** Which certificates of MQTT clients do not count, also after they did; and what the operator may ask for. */
import assert from 'node:assert/strict';
import { copyFile } from 'node:fs/promises';
import { describe, it } from 'node:test';
import { connect as connectTls } from 'node:tls';
import { MqttClient } from '@posthorn/testing/mqtt-client';
import { answer, optionsWith, raw, register, start } from './support/certified-world.ts';
import { SteppedClock } from './support/stepped-clock.ts';
import { ClientCa } from './support/client-ca.ts';
import type { ClientKeys } from './support/client-ca.ts';

it('what counts no more is refused in words', async (t) => {
  const world = await start(t);
  const foreign = await ClientCa.make(t);
  if (world === undefined || foreign === undefined) return;
  const { ca, gateways } = world;
  const [gateway] = gateways;
  assert.ok(gateway !== undefined);
  await register(world, 'boss', 'romeo', 'juliet', 'gone');
  const boss = await raw(world);
  await boss.enter('boss');
  const cases: readonly (readonly [string, Promise<ClientKeys>])[] = [
    ['86 there is no account', ca.issue({ subject: '/CN=nobody' })],
    ['86 the certificate has expired', ca.issue({ subject: '/CN=romeo', hasExpired: true })],
    ['86 no CA that this server trusts', foreign.issue({ subject: '/CN=romeo' })],
    ['86 there is no account', ca.issue({ subject: '/CN=ｒomeo' })],
    ['86 there is no account', ca.issue({ subject: '/CN=romeo ' })],
    ['86 there is no account', ca.issue({ subject: '/CN=romeo\u200b' })],
    ['86 there is no account', ca.issue({ subject: "/CN=romeo' OR 1=1 --" })],
    ['86 the certificate has 2 times a common name', ca.issue({ subject: '/CN=romeo/CN=juliet' })],
    ['86 the certificate has 0 times a common name', ca.issue({ subject: '/O=romeo' })],
  ];
  for (const [words, keys] of cases) {
    const told = await answer(gateway, await keys);
    assert.ok(told.startsWith(words), `${told} instead of ${words}`);
  }
  const gone = await ca.issue({ subject: '/CN=gone' });
  assert.equal(await answer(gateway, gone), 'in');
  const users = await boss.ask({ case: 'findUsers', value: { prefix: 'gone' } });
  const user = users.case === 'users' ? (users.value.users?.[0]?.id ?? 0) : 0;
  assert.equal(await boss.code({ case: 'disableUser', value: { user, disabled: true } }), 'OK');
  assert.match(await answer(gateway, gone), /^8a .*disabled/);
  boss.close();
});

describe('what changes while the server runs', () => {
  it('is known to whoever comes next: revoked certificates, another CA', async (t) => {
    const world = await start(t);
    const later = await ClientCa.make(t);
    if (world === undefined || later === undefined) return;
    const { ca, gateways } = world;
    const [gateway] = gateways;
    assert.ok(gateway !== undefined);
    await register(world, 'boss', 'romeo');
    const first = await ca.issue({ subject: '/CN=romeo' });
    const second = await ca.issue({ subject: '/CN=romeo' });
    const third = await later.issue({ subject: '/CN=romeo' });
    assert.equal(await answer(gateway, first), 'in');
    await ca.revoke(first);
    await gateway.reloadCertificates();
    assert.match(await answer(gateway, first), /^86 the certificate was revoked/);
    assert.equal(await answer(gateway, second), 'in');
    assert.match(await answer(gateway, third), /^86 no CA/);
    await copyFile(later.path, ca.path);
    await copyFile(later.listPath, ca.listPath);
    await gateway.reloadCertificates();
    assert.match(await answer(gateway, second), /^86 no CA/);
    assert.equal(await answer(gateway, third), 'in');
  });

  it('a connection ends with its certificate', async (t) => {
    const clock = new SteppedClock();
    const world = await start(t, { heartbeat: 3_600_000 }, { clock });
    if (world === undefined) return;
    const { ca, gateways } = world;
    await register(world, 'boss', 'romeo');
    const options = optionsWith(await ca.issue({ subject: '/CN=romeo' }), { version: 5 });
    const client = await MqttClient.connect(`mqtts://127.0.0.1:${gateways[0]?.ports['mqtt']}`, options);
    clock.jump(47 * 3_600_000);
    assert.equal((await client.subscribe('lobby')).granted[0], 0);
    clock.jump(2 * 3_600_000);
    while (!client.isClosed) await clock.pass(500);
    const last = client.packets.at(-1);
    assert.equal(last?.cmd === 'disconnect' && last.reasonCode, 0xa0);
  });

  it('does not pass by a resumed session of TLS', async (t) => {
    const world = await start(t);
    if (world === undefined) return;
    const { ca, gateways } = world;
    await register(world, 'boss', 'romeo');
    const keys = await ca.issue({ subject: '/CN=romeo' });
    const place = { port: gateways[0]?.ports['mqtt'] ?? 0, rejectUnauthorized: false, ...keys };
    for (const maxVersion of ['TLSv1.2', 'TLSv1.3'] as const) {
      const first = connectTls({ ...place, maxVersion });
      let session: Buffer | undefined;
      first.on('session', (given: Buffer) => (session = given));
      await new Promise((resolve) => first.once('secureConnect', resolve));
      // What is no CONNECT ends the connection, after all that TLS has to say.
      first.resume().write('GET');
      await new Promise((resolve) => first.once('close', resolve));
      const again = connectTls({ ...place, maxVersion, ...(session && { session }) });
      await new Promise((resolve) => again.once('secureConnect', resolve));
      assert.equal(again.isSessionReused(), false);
      again.destroy();
    }
  });
});

describe('as the operator says', () => {
  it('nobody comes without a certificate, and not as somebody else', async (t) => {
    const world = await start(t, { mqttClientRequired: true });
    if (world === undefined) return;
    const { ca, gateways } = world;
    const [gateway] = gateways;
    assert.ok(gateway !== undefined);
    await register(world, 'boss', 'romeo', 'juliet');
    const romeo = await ca.issue({ subject: '/CN=romeo' });
    assert.match(
      await answer(gateway, undefined, { user: 'romeo', password: 'pw' }),
      /^86 .*only clients with/,
    );
    assert.match(await answer(gateway, romeo, { user: 'juliet', password: 'pw' }), /^86 .*another user/);
    assert.equal(await answer(gateway, romeo, { user: 'romeo', password: 'pw' }), 'in');
    const socket = `wss://127.0.0.1:${gateway.httpPort}/mqtt`;
    await assert.rejects(
      MqttClient.open(socket, optionsWith(undefined, {})),
      /Unexpected server response: 404/,
    );
  });

  it('the DNS name says who it is', async (t) => {
    const world = await start(t, { mqttClientName: 'dns' });
    if (world === undefined) return;
    const { ca, gateways } = world;
    const [gateway] = gateways;
    assert.ok(gateway !== undefined);
    await register(world, 'boss', 'lamp.kitchen');
    const lamp = { subject: '/CN=boss', names: ['lamp.kitchen'] };
    assert.equal(await answer(gateway, await ca.issue(lamp), { user: 'lamp.kitchen' }), 'in');
    for (const names of [[], ['lamp.kitchen', 'boss']])
      assert.match(await answer(gateway, await ca.issue({ ...lamp, names })), /^86 .* times a DNS name/);
  });

  it('passwords are off, and certificates are not', async (t) => {
    const world = await start(t, { passwordLogin: false });
    if (world === undefined) return;
    const { ca, gateways } = world;
    const [gateway] = gateways;
    assert.ok(gateway !== undefined);
    await register(world, 'boss');
    assert.equal(await answer(gateway, await ca.issue({ subject: '/CN=boss' })), 'in');
  });
});
