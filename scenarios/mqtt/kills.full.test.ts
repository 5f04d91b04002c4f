/**
 * MQTT's clients with kept sessions, while what they are connected to is killed with SIGKILL: the ledger of what was sent,
 * acked and received must say that nothing acked is lost, and that QoS 2, and QoS 1 with names, came exactly once, in order.
 */
import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import type { Client, Incoming } from '@posthorn/client';
import { connect } from '@posthorn/client/node';
import { startPostgres } from '@posthorn/services';
import { Condition } from '@posthorn/testing/condition';
import type { Settled } from '@posthorn/testing/mqtt-memory';
import { ProcessCluster } from '@posthorn/testing/process-cluster';
import { ServerProcess } from '@posthorn/testing/server-process';
import { online } from '../support/chaos.ts';
import { Ledger } from '../support/ledger.ts';
import { MqttDevice } from '../support/mqtt-device.ts';

interface Person {
  readonly name: string;
  readonly version: 4 | 5;
  readonly isByWebSocket: boolean;
  /** What they subscribe with. */
  readonly qos: 1 | 2;
}

const PEOPLE: readonly Person[] = [
  { name: 'romeo', version: 5, isByWebSocket: false, qos: 1 },
  { name: 'juliet', version: 4, isByWebSocket: false, qos: 2 },
  { name: 'mercutio', version: 5, isByWebSocket: true, qos: 2 },
  { name: 'nurse', version: 4, isByWebSocket: true, qos: 1 },
];
const PASSWORD = 'wherefore';
const LOBBY = 1;
const MOST_IN_FLIGHT = 16;
const LONGEST_PAUSE_MS = 40;
const LONGEST_LIFE_MS = 300;
const LONGEST_OUTAGE_MS = 200;
/** Acked between two kills, at least. */
const PROGRESS = 40;

/** A place whose parts can be killed. */
interface Scene {
  /** Of the native protocol, when all is well. */
  readonly url: string;
  /** Where its clients of MQTT connect. */
  readonly nodes: readonly ServerProcess[];
  /** Killed and started again, one after the other. */
  readonly victims: readonly ServerProcess[];
}

/** What a reader was handed on each topic, in this order. */
type Heard = Map<string, string[]>;

async function survives(t: TestContext, { url, nodes, victims }: Scene): Promise<void> {
  const ledger = new Ledger();
  const progress = new Condition();
  const natives = new Map<string, Client>();
  const devices = new Map<string, MqttDevice>();
  const heardBy = new Map<string, Heard>();
  t.after(async () => {
    for (const device of devices.values()) await device.leave();
    for (const client of natives.values()) await client.close();
  });
  for (const { name } of PEOPLE) {
    const client = await connect({ server: url, user: name, password: PASSWORD, register: true });
    natives.set(name, client);
    await online(client);
  }
  const host = native(natives, 'romeo');
  const others = await Promise.all(PEOPLE.slice(1).map(({ name }) => idOf(host, name)));
  const group = (await host.call('createGroup', { title: 'Verona', members: others })).id;
  /** Of each person and the next one. */
  const directs = await Promise.all(
    PEOPLE.map(async ({ name }, index) => {
      const client = native(natives, name);
      return (await client.call('openDirect', { user: await idOf(client, peerOf(index)) })).id;
    }),
  );

  for (const { name, version, isByWebSocket, qos } of PEOPLE) {
    const heard: Heard = new Map();
    heardBy.set(name, heard);
    const device = new MqttDevice({
      name,
      password: PASSWORD,
      version,
      url: (attempt) => {
        const { ready } = nodes[attempt % nodes.length] ?? assert.fail();
        return isByWebSocket ? `ws://127.0.0.1:${ready.http}/mqtt` : `mqtt://127.0.0.1:${ready.mqtt}`;
      },
      onMessage: ({ topic, payload }) => {
        const texts = heard.get(topic) ?? [];
        heard.set(topic, texts);
        const text = payload.toString();
        // With QoS 1 what was in flight comes again.
        if (qos === 2 || !texts.includes(text)) texts.push(text);
        progress.changed();
      },
    });
    devices.set(name, device);
    await device.begin(['u/+', 'g/+', 'lobby'].map((topic) => ({ topic, qos })));
  }

  let isStorm = true;
  const talking = PEOPLE.map(async ({ name, version }, index) => {
    const device = devices.get(name) ?? assert.fail();
    const topics = [
      [`u/${peerOf(index)}`, directs[index]],
      [`g/${group}`, group],
      ['lobby', LOBBY],
    ] as const;
    for (let count = 0; isStorm; count++) {
      const [topic, conversation = 0] = topics[count % topics.length] ?? assert.fail();
      const text = `${name} ${count}`;
      ledger.sent(name, text);
      void publish(device, { topic, text, version, isByName: count % 2 === 0 }).then((answer) => {
        ledger.acked(text, { conversation, seq: seqOf(answer, version, conversation) });
        progress.changed();
      });
      await progress.until(() => device.inFlight < MOST_IN_FLIGHT);
      await pause(Math.random() * LONGEST_PAUSE_MS);
    }
  });
  const acked = (): number => ledger.sentCount - ledger.unacked.length;
  for (const victim of victims) {
    const before = acked();
    await progress.until(() => acked() >= before + PROGRESS);
    await pause(Math.random() * LONGEST_LIFE_MS);
    await victim.kill();
    await pause(Math.random() * LONGEST_OUTAGE_MS);
    await victim.start();
  }
  isStorm = false;
  await Promise.all(talking);
  await progress.until(() => ledger.unacked.length === 0);

  for (const [index, { name }] of PEOPLE.entries()) {
    const peer = peerOf(index);
    await check(directs[index] ?? 0, [
      [name, `u/${peer}`],
      [peer, `u/${name}`],
    ]);
  }
  await check(
    group,
    PEOPLE.map(({ name }) => [name, `g/${group}`]),
  );
  await check(
    LOBBY,
    PEOPLE.map(({ name }) => [name, 'lobby']),
  );
  const returns = [...devices.values()].map((each) => each.returns);
  t.diagnostic(
    `${ledger.sentCount} messages, ${victims.length} kills, sessions resumed ${returns.join(', ')} times`,
  );

  async function check(
    conversation: number,
    readers: readonly (readonly [name: string, topic: string])[],
  ): Promise<void> {
    const log = await readLog(native(natives, readers[0]?.[0] ?? ''), conversation);
    ledger.check(conversation, log, []);
    const spoken = log
      .filter(({ content }) => content.kind?.case !== 'event')
      .map(({ content }) => content.text);
    const isSpoken = new Set(spoken);
    for (const [name, topic] of readers) {
      const got = (): readonly string[] =>
        (heardBy.get(name)?.get(topic) ?? []).filter((text) => isSpoken.has(text));
      await progress.until(() => got().length >= spoken.length);
      assert.deepEqual(got(), spoken, `${name} got every message of ${topic} once and in order`);
    }
  }
}

interface Publication {
  readonly topic: string;
  readonly text: string;
  readonly version: 4 | 5;
  /** With QoS 1 and a name, under which it is written once; else with QoS 2. */
  readonly isByName: boolean;
}

function publish(
  device: MqttDevice,
  { topic, text, version, isByName }: Publication,
): Promise<Settled | undefined> {
  if (!isByName) return device.publish(topic, text, { qos: 2 });
  const name = text.replace(' ', '.');
  return version === 4
    ? device.publish(`${topic}/m/${name}`, text, { qos: 1 })
    : device.publish(topic, text, { qos: 1, properties: { userProperties: { 'client-id': name } } });
}

function peerOf(index: number): string {
  return PEOPLE[(index + 1) % PEOPLE.length]?.name ?? '';
}

function native(clients: ReadonlyMap<string, Client>, name: string): Client {
  return clients.get(name) ?? assert.fail(name);
}

async function idOf(client: Client, name: string): Promise<number> {
  return (await client.user(name))?.id ?? assert.fail(name);
}

/** MQTT 5 says where the message is. */
function seqOf(answer: Settled | undefined, version: 4 | 5, conversation: number): number | undefined {
  assert.ok((answer?.reasonCode ?? 0) < 0x80, JSON.stringify(answer));
  if (version === 4) return undefined;
  const { conversation: said, seq } = answer?.properties?.userProperties ?? {};
  assert.equal(said, String(conversation));
  return Number(seq);
}

async function readLog(client: Client, conversation: number): Promise<Incoming[]> {
  const log: Incoming[] = [];
  for (;;) {
    const page = await client.history(conversation, { after: log.at(-1)?.seq ?? 0, limit: 200 });
    if (page.length === 0) return log;
    log.push(...page);
  }
}

const LISTENING = ['--mqtt', '--mqtt-port', '0', '--login-policy', 'multi'];

test('a server on SQLite is killed again and again', { timeout: 200_000 }, async (t) => {
  const server = await ServerProcess.start(LISTENING);
  t.after(() => server.remove());
  await survives(t, {
    url: server.tcpUrl,
    nodes: [server],
    victims: Array.from({ length: 4 }, () => server),
  });
});

const missing = ['POSTHORN_POSTGRES', 'POSTHORN_NATS_SERVER'].find((name) => process.env[name] === undefined);

test(
  'gateways and routers of a cluster are killed in turns',
  {
    timeout: 200_000,
    skip: missing !== undefined && `${missing.includes('NATS') ? 'nats-server' : 'PostgreSQL'} is missing`,
  },
  async (t) => {
    const cluster = await ProcessCluster.start(startPostgres, {
      options: LISTENING,
      routerOptions: ['--password-min-length', '1'],
    });
    t.after(() => cluster.close());
    const [gateway, other] = cluster.gateways;
    const [router, another] = cluster.routers;
    assert.ok(gateway && other && router && another);
    await survives(t, {
      url: cluster.url('tcp', 1),
      nodes: cluster.gateways,
      victims: [gateway, router, other, another],
    });
  },
);
