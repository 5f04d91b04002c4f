/** Connections of MQTT: who is let in and put out, what ends a connection, what comes back. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startInProcess } from '@posthorn/testing/in-process';
import type { InProcess } from '@posthorn/testing/in-process';
import { MqttClient } from '@posthorn/testing/mqtt-client';
import type { MqttOptions } from '@posthorn/testing/mqtt-client';
import { MqttMemory } from '@posthorn/testing/mqtt-memory';
import { RawClient } from '@posthorn/testing/raw-client';
import { SteppedClock } from './support/stepped-clock.ts';

const clock = new SteppedClock();
let place: InProcess;
let tokens: Readonly<Record<'romeo' | 'juliet', string>>;

const url = (): string => `mqtt://127.0.0.1:${place.server.ports['mqtt']}`;

function connect(user: string, options: MqttOptions = {}): Promise<MqttClient> {
  return MqttClient.connect(url(), { user, password: 'pw', ...options });
}

/** The reason code, or the return code of 3.1.1, with which a CONNECT is refused. */
async function refusal(options: MqttOptions): Promise<number | undefined> {
  const client = await MqttClient.open(url(), options);
  const { reasonCode, returnCode } = await client.enter(options);
  await client.until(() => client.isClosed);
  return reasonCode ?? returnCode;
}

/** The reason code with which the server ends a connection. */
async function goodbye(client: MqttClient): Promise<number | undefined> {
  await client.until(() => client.isClosed);
  const last = client.packets.at(-1);
  return last?.cmd === 'disconnect' ? last.reasonCode : undefined;
}

async function get<T>(path: string, token: string): Promise<T> {
  const response = await fetch(place.httpUrl + path, { headers: { authorization: `Bearer ${token}` } });
  return (await response.json()) as T;
}

async function devices(token: string): Promise<readonly string[]> {
  const { sessions } = await get<{ sessions: readonly { device: { id: string } }[] }>('/v1/sessions', token);
  return sessions.map(({ device }) => device.id);
}

describe('connections of MQTT', () => {
  before(async () => {
    const changes = { mqtt: true, mqttPort: 0, sweepInterval: 25_000, maxFrame: 65_536 } as const;
    place = await startInProcess(changes, { clock });
    const made = await Promise.all(
      ['romeo', 'juliet'].map(async (name) => {
        const raw = await RawClient.connect(place.tcpUrl);
        const { token } = await raw.enter(name);
        raw.close();
        return [name, token] as const;
      }),
    );
    tokens = Object.fromEntries(made) as typeof tokens;
  });

  after(() => place.server.close());

  it('lets in whoever has the password, or a token of the user that is named', async () => {
    for (const password of ['pw', tokens.romeo]) {
      for (const version of [4, 5] as const) {
        const client = await connect('romeo', { password, version });
        await client.leave();
      }
    }
    assert.equal(await refusal({ user: 'juliet', password: tokens.romeo }), 0x86);
    assert.equal(await refusal({ user: 'romeo', password: 'wrong' }), 0x86);
    assert.equal(await refusal({ user: 'nobody', password: 'pw' }), 0x86);
    assert.equal(await refusal({ user: 'romeo', password: `ph_${'x'.repeat(43)}` }), 0x87);
    assert.equal(await refusal({}), 0x86);
    assert.equal(await refusal({ user: 'romeo', password: 'wrong', version: 4 }), 4);
    const properties = { authenticationMethod: 'SCRAM-SHA-256' };
    assert.equal(await refusal({ user: 'romeo', password: 'pw', properties }), 0x8c);
  });

  it('is told what it was given instead of what it asked for', async () => {
    const client = await connect('romeo', { keepalive: 3600, properties: { sessionExpiryInterval: 4e9 } });
    const { properties = {} } = await client.first('connack');
    assert.match(properties.assignedClientIdentifier ?? '', /^auto-/);
    assert.equal(properties.serverKeepAlive, 50);
    assert.ok((properties.sessionExpiryInterval ?? Infinity) < 4e9);
    assert.equal(properties.maximumPacketSize, 65_536);
    await client.leave();
  });

  it('leaves no login behind', async () => {
    const left = await connect('juliet', { clientId: 'left' });
    const broken = await connect('juliet', { clientId: 'broken' });
    assert.ok((await devices(tokens.juliet)).includes('left'));
    await left.leave();
    broken.close();
    let all = await devices(tokens.juliet);
    while (all.includes('left') || all.includes('broken')) all = await devices(tokens.juliet);
  });

  it('is put out when another connection comes with its client id, and by nobody else', async () => {
    for (const password of ['pw', tokens.romeo]) {
      const first = await connect('romeo', { clientId: 'phone', password });
      const other = await connect('juliet', { clientId: 'phone' });
      const second = await connect('romeo', { clientId: 'phone', password });
      assert.equal(await goodbye(first), 0x8e);
      assert.equal(second.isClosed || other.isClosed, false);
      await second.leave();
      await other.leave();
    }
  });

  it('is told by an ack what is refused, and stays', async () => {
    const client = await connect('romeo');
    const codes = await Promise.all(
      (['nowhere', 'u/nobody', 'u/Romeo', 'g/77', 'inbox'] as const).map(async (topic) => {
        const settled = await client.publish(topic, 'x', { qos: 1 });
        return settled?.reasonCode;
      }),
    );
    assert.deepEqual(codes, [0x90, 0x90, 0x90, 0x87, 0x87]);
    assert.equal((await client.publish('lobby', Buffer.from([0xff]), { qos: 2 }))?.reasonCode, 0x99);
    assert.equal((await client.publish('lobby', 'still there', { qos: 1 }))?.reasonCode ?? 0, 0);
    const { granted } = await client.subscribe([
      { topic: 'lobby', qos: 2 },
      { topic: '$share/group/lobby', qos: 1 },
      { topic: 'sensors/#', qos: 1 },
    ]);
    assert.deepEqual(granted, [2, 0x9e, 0x8f]);
    await client.leave();
  });

  it('tells 3.1.1 in the inbox of the connection what was refused', async () => {
    const client = await connect('romeo', { version: 4 });
    await client.subscribe('inbox');
    await client.publish('u/nobody', 'x', { qos: 1 });
    await client.until(() => client.messages.length === 1);
    assert.match(client.texts()[0] ?? '', /^\[u\/nobody: nobody here/);
    await client.leave();
  });

  it('ends what breaks the rules, with the code that says which', async () => {
    const broken: readonly (readonly [number | undefined, (client: MqttClient) => void])[] = [
      [0x9a, (client) => void client.publish('lobby', 'x', { qos: 1, retain: true })],
      [0x95, (client) => void client.publish('lobby', 'x'.repeat(70_000), { qos: 1 })],
      [0x94, (client) => void client.publish('lobby', 'x', { properties: { topicAlias: 33 } })],
      [0x90, (client) => client.write(Buffer.from([0x30, 4, 0, 1, 0x23, 0]))],
      [0x81, (client) => client.write(Buffer.from([0x36, 0]))],
    ];
    for (const [code, breakRule] of broken) {
      const client = await connect('romeo');
      breakRule(client);
      assert.equal(await goodbye(client), code);
    }
    const old = await connect('romeo', { version: 4 });
    void old.publish('lobby', 'x', { qos: 1, retain: true });
    await old.until(() => old.isClosed);
    assert.deepEqual(
      old.packets.map(({ cmd }) => cmd),
      ['connack'],
    );
  });

  it('hears what it says itself, unless it wants only what others say', async () => {
    const [own, local] = [await connect('romeo'), await connect('romeo')];
    await own.subscribe('u/juliet');
    await local.subscribe([{ topic: 'u/juliet', qos: 0, nl: true }]);
    await own.publish('u/juliet', 'by one', { qos: 1 });
    await local.publish('u/juliet', 'by the other', { qos: 1 });
    await own.publish('u/juliet', 'by one again', { qos: 1 });
    await own.until(() => own.messages.length === 3);
    await local.until(() => local.messages.length === 2);
    assert.deepEqual(own.texts(), ['by one', 'by the other', 'by one again']);
    assert.deepEqual(local.texts(), ['by one', 'by one again']);
    await Promise.all([own.leave(), local.leave()]);
  });

  it('begins at the head, or after a seq', async () => {
    const romeo = await connect('romeo');
    for (const text of ['one', 'two', 'three']) await romeo.publish('u/juliet', text, { qos: 1 });
    const juliet = await connect('juliet');
    await juliet.subscribe('u/romeo');
    const [first] = await settledSeqs(romeo, ['four']);
    await juliet.until(() => juliet.messages.length === 1);
    assert.deepEqual(juliet.texts(), ['four']);
    const again = await connect('juliet');
    await again.subscribe('u/romeo', { properties: { userProperties: { after: String((first ?? 0) - 3) } } });
    await again.until(() => again.messages.length === 3);
    assert.deepEqual(again.texts(), ['two', 'three', 'four']);
    const refused = await again.subscribe('u/+', { properties: { userProperties: { after: '0' } } });
    assert.deepEqual(refused.granted, [0x83]);
    await Promise.all([romeo.leave(), juliet.leave(), again.leave()]);
  });

  it('uses topic aliases both ways, and writes nothing that is larger than the client takes', async () => {
    const properties = { topicAliasMaximum: 1, maximumPacketSize: 300 };
    const juliet = await connect('juliet', { properties });
    await juliet.subscribe('u/+', { qos: 1 });
    const romeo = await connect('romeo');
    await romeo.publish('u/juliet', 'a', { qos: 1, properties: { topicAlias: 1 } });
    await romeo.publish('', 'b'.repeat(300), { qos: 1, properties: { topicAlias: 1 } });
    await romeo.publish('', 'c', { qos: 1, properties: { topicAlias: 1 } });
    await juliet.until(() => juliet.messages.length === 2);
    assert.deepEqual(
      juliet.messages.map(({ topic, payload, properties: { topicAlias } = {} }) => [
        topic,
        payload.toString(),
        topicAlias,
      ]),
      [
        ['u/romeo', 'a', 1],
        ['', 'c', 1],
      ],
    );
    await Promise.all([romeo.leave(), juliet.leave()]);
  });

  it('is told which of its subscriptions something comes by, also what the server retains', async () => {
    const client = await connect('juliet');
    await client.subscribe('lobby', { properties: { subscriptionIdentifier: 7 } });
    await client.subscribe('lobby/#', { properties: { subscriptionIdentifier: 8 } });
    const romeo = await connect('romeo');
    await romeo.publish('lobby', 'by two', { qos: 1 });
    await client.until(() => client.messages.length === 2);
    const found = client.messages.map(({ topic, properties }) => [topic, properties?.subscriptionIdentifier]);
    assert.deepEqual(
      new Map(found as [string, unknown][]),
      new Map<string, unknown>([
        ['lobby/info', 8],
        ['lobby', [7, 8]],
      ]),
    );
    await Promise.all([client.leave(), romeo.leave()]);
  });

  it('gets again what it has not acked, in the old order, and then what it has missed', async () => {
    for (const qos of [1, 2] as const) {
      const memory = new MqttMemory();
      const kept = {
        clientId: `kept-${qos}`,
        clean: false,
        memory,
        properties: { sessionExpiryInterval: 60, receiveMaximum: 3 },
      };
      const before_ = await connect('juliet', kept);
      before_.isAcking = false;
      await before_.subscribe('u/romeo', { qos });
      const romeo = await connect('romeo');
      for (const text of ['1', '2', '3', '4']) await romeo.publish('u/juliet', text, { qos });
      await before_.until(() => before_.messages.length === 3);
      const [first] = before_.messages;
      assert.ok(first !== undefined);
      if (qos === 1) before_.ack(first);
      await before_.until(() => qos === 2 || before_.messages.length === 4);
      before_.close();
      await romeo.publish('u/juliet', '5', { qos });
      const again = await connect('juliet', kept);
      assert.equal((await again.first('connack')).sessionPresent, true);
      const publishes = () => again.packets.filter((packet) => packet.cmd === 'publish');
      const expected = qos === 1 ? ['2', '3', '4', '5'] : ['1', '2', '3', '4', '5'];
      await again.until(() => publishes().length === expected.length);
      assert.deepEqual(
        publishes().map(({ payload }) => payload.toString()),
        expected,
      );
      assert.deepEqual(
        publishes().map(({ dup }) => dup),
        expected.map((_, index) => index < 3),
      );
      await Promise.all([romeo.leave(), again.leave()]);
    }
  });

  it('is told that the server goes down', async () => {
    const client = await connect('romeo');
    const old = await connect('romeo', { version: 4 });
    await place.server.drain();
    assert.equal(await goodbye(client), 0x8b);
    await old.until(() => old.isClosed);
  });
});

async function settledSeqs(client: MqttClient, texts: readonly string[]): Promise<readonly number[]> {
  const settled = await Promise.all(texts.map((text) => client.publish('u/juliet', text, { qos: 1 })));
  return settled.map((each) => Number(each?.properties?.userProperties?.['seq']));
}
