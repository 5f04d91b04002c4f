/** Sessions of MQTT that go on at another gateway, after their connection broke, or their gateway died. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { FaultyBus } from '@posthorn/testing/faulty-bus';
import { InProcessCluster } from '@posthorn/testing/in-process-cluster';
import { MqttClient } from '@posthorn/testing/mqtt-client';
import type { MqttOptions } from '@posthorn/testing/mqtt-client';
import { MqttMemory } from '@posthorn/testing/mqtt-memory';
import { RawClient } from '@posthorn/testing/raw-client';

let cluster: InProcessCluster;
/** Of the gateways. */
let buses: readonly FaultyBus[];

/** Return code of 3.1.1, reason code of 5. */
const UNAVAILABLE = [3, 0x88];

/** Tries again while the gateway has not found its router again. */
async function connect(gateway: number, user: string, options: MqttOptions = {}): Promise<MqttClient> {
  const port = cluster.gateways[gateway]?.ports['mqtt'];
  const login = { user, password: 'pw', ...options };
  for (;;) {
    const client = await MqttClient.open(`mqtt://127.0.0.1:${port}`, login);
    const { reasonCode, returnCode = 0 } = await client.enter(login);
    const code = reasonCode ?? returnCode;
    if (code === 0) return client;
    assert.ok(UNAVAILABLE.includes(code), `refused with ${code}`);
    await client.until(() => client.isClosed);
  }
}

/** Options of the connections of one device. */
function device(clientId: string, version: 4 | 5): MqttOptions {
  return {
    clientId,
    clean: false,
    version,
    memory: new MqttMemory(),
    ...(version === 5 && { properties: { sessionExpiryInterval: 60, receiveMaximum: 3 } }),
  };
}

interface Repeat {
  readonly messageId: number | undefined;
  readonly text: string;
  readonly dup: boolean;
}

function publishes({ packets }: MqttClient): readonly Repeat[] {
  return packets.flatMap((packet) =>
    packet.cmd === 'publish'
      ? [{ messageId: packet.messageId, text: packet.payload.toString(), dup: packet.dup }]
      : [],
  );
}

/** The gateway hears and says nothing any more, and does not know it. */
function die(gateway: number): void {
  const bus = buses[gateway];
  assert.ok(bus !== undefined);
  bus.isCut = true;
}

function revive(): void {
  for (const bus of buses) bus.isCut = false;
}

describe('a session of MQTT at another gateway', () => {
  before(async () => {
    const made: FaultyBus[] = [];
    cluster = await InProcessCluster.start({
      routers: 1,
      changes: { mqtt: true, mqttPort: 0, loginPolicy: 'multi' },
      busOf(bus, role) {
        if (role === 'router') return bus;
        const faulty = new FaultyBus(bus, Math.random);
        made.push(faulty);
        return faulty;
      },
    });
    buses = made;
    for (const name of ['romeo', 'juliet']) {
      // At the router: the gateways may not have found it yet.
      const response = await fetch(`${cluster.httpUrl(0)}/v1/register`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ name, password: 'pw', device: { id: name, class: 'bot' } }),
      });
      assert.equal(response.ok, true, await response.text());
    }
  });

  after(() => cluster.close());

  it('repeats what was not completed: the same packet ids, DUP, the old order', async () => {
    for (const [qos, version] of [
      [1, 5],
      [2, 5],
      [2, 4],
    ] as const) {
      const kept = device(`out-${qos}-${version}`, version);
      const first = await connect(0, 'juliet', kept);
      first.isAcking = false;
      await first.subscribe('u/romeo', { qos });
      const romeo = await connect(1, 'romeo');
      for (const text of ['a', 'b', 'c']) await romeo.publish('u/juliet', text, { qos: 1 });
      await first.until(() => publishes(first).length === 3);
      // With QoS 2 all of it was kept before it was written.
      if (qos === 2) die(0);
      first.close();
      const second = await connect(1, 'juliet', kept);
      await second.until(() => publishes(second).length === 3);
      const expected = publishes(first).map((packet) => ({ ...packet, dup: true }));
      assert.deepEqual(publishes(second), expected);
      assert.equal((await second.first('connack')).sessionPresent, true);
      revive();
      await romeo.publish('u/juliet', 'd', { qos: 1 });
      await second.until(() => second.texts().includes('d'));
      if (qos === 2) assert.deepEqual([...first.texts(), ...second.texts()], ['a', 'b', 'c', 'd']);
      await second.leave();
      await romeo.leave();
    }
  });

  it('gives nothing with QoS 0 twice, and all of the rest, when its gateway has died', async () => {
    const kept = device('mixed', 5);
    const first = await connect(0, 'juliet', kept);
    await first.subscribe('u/romeo', { qos: 1 });
    await first.subscribe('lobby', { qos: 0 });
    const romeo = await connect(1, 'romeo');
    await romeo.publish('u/juliet', 'for sure', { qos: 1 });
    await first.until(() => first.texts().includes('for sure'));
    await romeo.publish('lobby', 'perhaps', { qos: 1 });
    await first.until(() => first.texts().includes('perhaps'));
    die(0);
    first.close();
    await romeo.publish('u/juliet', 'missed', { qos: 1 });
    const second = await connect(1, 'juliet', kept);
    await second.until(() => second.texts().includes('missed'));
    await romeo.publish('lobby', 'now', { qos: 1 });
    await second.until(() => second.texts().includes('now'));
    assert.equal(second.texts().includes('perhaps'), false);
    // The gateway may have died before it had kept what it has sent.
    for (const { text, dup } of publishes(second)) assert.ok(dup || text !== 'for sure');
    revive();
    await Promise.all([second.leave(), romeo.leave()]);
  });

  it('takes what is published with QoS 2 once, however often it is repeated', async () => {
    const texts = Array.from({ length: 12 }, (_, index) => String(index));
    const kept = device('in', 5);
    let romeo = await connect(0, 'romeo', kept);
    const settled = texts.map((text, index) => {
      const properties = index % 2 === 0 ? {} : { userProperties: { 'client-id': `own-${text}` } };
      return romeo.publish('u/juliet', text, { qos: 2, properties });
    });
    await romeo.until(() => romeo.packets.some(({ cmd }) => cmd === 'pubrec'));
    // Whatever of it has arrived, been written or been told by now.
    die(0);
    romeo.close();
    romeo = await connect(1, 'romeo', kept);
    await Promise.race([Promise.all(settled), romeo.until(() => romeo.isClosed)]);
    revive();
    const juliet = await connect(1, 'juliet');
    await juliet.subscribe('u/romeo', { qos: 1, properties: { userProperties: { after: '0' } } });
    await juliet.until(() => texts.every((text) => juliet.texts().includes(text)));
    const said = juliet.texts().filter((text) => texts.includes(text));
    assert.deepEqual(said, texts);
    await Promise.all([romeo.leave(), juliet.leave()]);
  });

  it('belongs to the newest connection', async () => {
    const kept = device('taken', 5);
    const first = await connect(0, 'juliet', kept);
    await first.subscribe('u/romeo', { qos: 1 });
    const second = await connect(1, 'juliet', kept);
    const romeo = await connect(1, 'romeo');
    await romeo.publish('u/juliet', 'news', { qos: 1 });
    await second.until(() => second.texts().includes('news'));
    await first.until(() => first.isClosed);
    const last = first.packets.at(-1);
    assert.equal(last?.cmd === 'disconnect' && last.reasonCode, 0x8e);
    assert.equal(second.isClosed, false);
    await Promise.all([second.leave(), romeo.leave()]);
  });

  it('ends the connection of the same client elsewhere at once, also when both have one token', async () => {
    const browser = await RawClient.connect(cluster.tcpUrl(1));
    await browser.enter('juliet', 'pw', 'browser');
    const made = await browser.ask({
      case: 'createBot',
      value: { name: 'lamp', displayName: '', server: false },
    });
    assert.ok(made.case === 'botToken');
    const { token: password } = made.value;
    for (const options of [device('shared', 5), device('shared', 4), { clientId: 'shared' }]) {
      const first = await connect(0, 'lamp', { ...options, password });
      const other = await connect(0, 'lamp', { clientId: 'another', password });
      const second = await connect(1, 'lamp', { ...options, password });
      await first.until(() => first.isClosed);
      const last = first.packets.at(-1);
      if (options.version !== 4) assert.equal(last?.cmd === 'disconnect' && last.reasonCode, 0x8e);
      const third = await connect(0, 'lamp', { ...options, password });
      await second.until(() => second.isClosed);
      assert.equal(other.isClosed || third.isClosed, false);
      await Promise.all([third.leave(), other.leave()]);
    }
    browser.close();
  });

  it('ends at once when somebody ends its login, wherever it is', async () => {
    const browser = await RawClient.connect(cluster.tcpUrl(1));
    await browser.enter('juliet', 'pw', 'browser');
    const kept = device('lost phone', 5);
    const first = await connect(0, 'juliet', kept);
    await first.subscribe('u/romeo', { qos: 1 });
    const listed = await browser.ask({ case: 'listSessions', value: {} });
    assert.ok(listed.case === 'sessions');
    const phone = listed.value.sessions?.find(({ device: { id } = {} }) => id === 'lost phone');
    assert.equal(await browser.code({ case: 'revokeSession', value: { session: phone?.id ?? 0 } }), 'OK');
    await first.until(() => first.isClosed);
    const last = first.packets.at(-1);
    assert.equal(last?.cmd === 'disconnect' && last.reasonCode, 0x98);
    const second = await connect(1, 'juliet', { ...kept, memory: new MqttMemory() });
    assert.equal((await second.first('connack')).sessionPresent, false);
    await second.leave();
    browser.close();
  });

  it('ends with all others when the password changes, also while its client is away', async () => {
    const browser = await RawClient.connect(cluster.tcpUrl(1));
    await browser.enter('nurse', 'pw', 'browser');
    const kept = device('phone', 5);
    const first = await connect(0, 'nurse', kept);
    await first.leave();
    const second = await connect(1, 'nurse', kept);
    assert.equal((await second.first('connack')).sessionPresent, true);
    await second.leave();
    const change = { oldPassword: 'pw', newPassword: 'pw2', keepOthers: false };
    assert.equal(await browser.code({ case: 'changePassword', value: change }), 'OK');
    const third = await connect(0, 'nurse', { ...kept, password: 'pw2' });
    assert.equal((await third.first('connack')).sessionPresent, false);
    await third.leave();
    browser.close();
  });

  it('is told the other gateway when its own goes down', async () => {
    const kept = device('moved', 5);
    const first = await connect(0, 'juliet', kept);
    await first.subscribe('u/romeo', { qos: 1 });
    await cluster.gateways[0]?.drain();
    await first.until(() => first.isClosed);
    const last = first.packets.at(-1);
    assert.ok(last?.cmd === 'disconnect');
    assert.equal(last.reasonCode, 0x9c);
    const port = cluster.gateways[1]?.ports['mqtt'];
    assert.match(last.properties?.serverReference ?? '', new RegExp(`^[^/]+:${port}$`));
    const second = await connect(1, 'juliet', kept);
    assert.equal((await second.first('connack')).sessionPresent, true);
    await second.leave();
  });
});
