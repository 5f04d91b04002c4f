/** Wills of MQTT's clients: who hears of their loss, and when, whatever has ended the connection. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { TestContext } from 'node:test';
import { createMemoryStore, StoreError, systemRandom } from '@posthorn/server';
import type { RunningServer, Store } from '@posthorn/server';
import { startInProcess } from '@posthorn/testing/in-process';
import { MqttClient } from '@posthorn/testing/mqtt-client';
import type { MqttOptions } from '@posthorn/testing/mqtt-client';
import { scene } from './support/cluster-scene.ts';
import { People } from './support/people.ts';
import { SteppedClock } from './support/stepped-clock.ts';

const CHANGES = { mqtt: true, mqttPort: 0, sweepInterval: 25_000, loginPolicy: 'multi' } as const;
const STEP_MS = 1000;
/** A node that was missed for so long is gone. */
const MISSED_MS = 12_000;

function connect(server: RunningServer, user: string, options: MqttOptions = {}): Promise<MqttClient> {
  return MqttClient.connect(`mqtt://127.0.0.1:${server.ports['mqtt']}`, { user, password: 'pw', ...options });
}

function will(payload: string, willDelayInterval = 0, topic = 'u/juliet'): MqttOptions {
  return { will: { topic, payload, qos: 1, properties: { willDelayInterval } } };
}

/** A session that outlives its connections. */
function keeping(clientId: string): MqttOptions {
  return { clientId, clean: false, properties: { sessionExpiryInterval: 600 } };
}

/** Somebody who hears of it. */
class Listener {
  readonly #client: MqttClient;
  readonly #clock: SteppedClock;

  private constructor(client: MqttClient, clock: SteppedClock) {
    this.#client = client;
    this.#clock = clock;
  }

  static async open(server: RunningServer, clock: SteppedClock): Promise<Listener> {
    const client = await connect(server, 'juliet');
    await client.subscribe(['u/+', 'g/+'].map((topic) => ({ topic, qos: 1 })));
    return new Listener(client, clock);
  }

  get texts(): readonly string[] {
    return this.#client.texts();
  }

  /** Time passes, in which the listener is never silent for long. */
  async pass(ms: number): Promise<void> {
    for (let passed = 0; passed < ms; passed += STEP_MS) {
      await this.#clock.pass(STEP_MS);
      await this.alive();
    }
  }

  /** Time passes until the text is heard. */
  async hears(text: string): Promise<void> {
    while (!this.texts.includes(text)) await this.pass(STEP_MS);
  }

  async alive(): Promise<void> {
    this.#client.send({ cmd: 'pingreq' });
    const count = this.#client.packets.length;
    await this.#client.until(() =>
      this.#client.packets.slice(count).some((packet) => packet.cmd === 'pingresp'),
    );
  }

  close(): void {
    this.#client.close();
  }
}

async function inhabit(t: TestContext, server: RunningServer): Promise<People> {
  const people = new People({
    tcpUrl: `tcp://127.0.0.1:${server.tcpPort}`,
    httpUrl: `http://127.0.0.1:${server.httpPort}`,
  });
  t.after(() => people.close());
  for (const name of ['romeo', 'juliet', 'tybalt', 'mercutio']) await people.join(name, { password: 'pw' });
  return people;
}

/** What a server has of a store until it is killed. */
function mortal(store: Store): { readonly store: Store; kill(): void } {
  let isDead = false;
  const alive = <T>(work: () => Promise<T>): Promise<T> =>
    isDead ? Promise.reject(new StoreError('unavailable', 'the process was killed')) : work();
  return {
    store: {
      ...store,
      log: { ...store.log, append: (batch) => alive(() => store.log.append(batch)) },
      run: (query, ...args) => alive(() => store.run(query, ...args)),
      close: () => Promise.resolve(),
    },
    kill: () => (isDead = true),
  };
}

it('is said once when its client goes without a goodbye, and not when that is back in time', async (t) => {
  const clock = new SteppedClock();
  const { server } = await startInProcess(CHANGES, { clock });
  t.after(() => server.close());
  await inhabit(t, server);
  const juliet = await Listener.open(server, clock);
  (await connect(server, 'romeo', will('broken'))).close();
  await juliet.hears('broken');
  await (await connect(server, 'romeo', will('left'))).leave();
  const kept = keeping('kept');
  (await connect(server, 'romeo', { ...will('in time', 60), ...kept })).close();
  await connect(server, 'romeo', { ...will('later', 60), ...kept });
  await juliet.pass(61_000);
  // Romeo was cut for his silence, at the earliest some seconds ago.
  assert.deepEqual(juliet.texts, ['broken']);
  await juliet.hears('later');
  assert.deepEqual(juliet.texts, ['broken', 'later']);
  juliet.close();
});

it('is refused if it could never be sent', async (t) => {
  const { server } = await startInProcess(CHANGES);
  t.after(() => server.close());
  await inhabit(t, server);
  const options = { user: 'romeo', password: 'pw', ...will('x', 0, 'nowhere') };
  const client = await MqttClient.open(`mqtt://127.0.0.1:${server.ports['mqtt']}`, options);
  assert.equal((await client.enter(options)).reasonCode, 0x90);
});

it('is said after a restart of a server that was killed, but for clients that are back in time', async (t) => {
  const store = createMemoryStore({ random: systemRandom });
  t.after(() => store.close());
  const doomed = mortal(store);
  const { server: first } = await startInProcess(CHANGES, { store: doomed.store });
  await inhabit(t, first);
  await connect(first, 'romeo', will('at once'));
  await connect(first, 'tybalt', { ...will('never back', 60), ...keeping('t') });
  await connect(first, 'mercutio', { ...will('in time', 60), ...keeping('m') });
  await (await connect(first, 'romeo', will('left'))).leave();
  doomed.kill();
  await first.close();
  const clock = new SteppedClock();
  const { server: second } = await startInProcess(CHANGES, { clock, store });
  t.after(() => second.close());
  const juliet = await Listener.open(second, clock);
  const back = await connect(second, 'mercutio', keeping('m'));
  assert.equal((await back.first('connack')).sessionPresent, true);
  await juliet.hears('never back');
  await juliet.pass(MISSED_MS);
  assert.deepEqual(juliet.texts, ['at once', 'never back']);
  juliet.close();
});

it('is said with the rights that its user has then', async (t) => {
  const clock = new SteppedClock();
  const { server } = await startInProcess(CHANGES, { clock });
  t.after(() => server.close());
  const people = await inhabit(t, server);
  const [host, tybalt, mercutio] = await Promise.all(
    ['romeo', 'tybalt', 'mercutio'].map((name) => people.join(name)),
  );
  assert.ok(host && tybalt && mercutio);
  const juliet = await Listener.open(server, clock);
  const { id: group } = await host.client.call('createGroup', { title: 'Verona', members: [tybalt.id] });
  const { id } = (await host.client.user('juliet')) ?? assert.fail();
  await host.client.call('addMembers', { conversation: group, users: [id] });
  // Of connections at a node that nobody has ever seen.
  for (const [person, target, text] of [
    [host, { case: 'user', value: id }, 'said'],
    [tybalt, { case: 'conversation', value: group }, 'removed'],
    [mercutio, { case: 'user', value: id }, 'disabled'],
  ] as const) {
    const { client } = person;
    const [schedule, session] = [
      { target, content: { text } },
      { wire: 'mqtt', client: 'c', owner: 'o' },
    ];
    await client.call('takeWireSession', { ...session, will: schedule, node: 'gone' });
  }
  await host.client.call('removeMember', { conversation: group, user: tybalt.id });
  await host.client.call('disableUser', { user: mercutio.id, disabled: true });
  await juliet.hears('said');
  await tybalt.until(() => tybalt.messages.some(({ content }) => content.text.includes('will of a client')));
  await juliet.pass(MISSED_MS);
  const said = juliet.texts.filter((text) => !text.startsWith('[romeo '));
  assert.deepEqual(said, ['said']);
  juliet.close();
});

it('is said once by a cluster whose gateway is away, also if that comes back and says it too', async (t) => {
  const clock = new SteppedClock();
  const { cluster, buses } = await scene(t, { changes: CHANGES, more: { clock } });
  const [here, there] = cluster.gateways;
  const bus = buses.at(-1);
  assert.ok(here && there && bus);
  await inhabit(t, here);
  const juliet = await Listener.open(here, clock);
  const romeo = await connect(there, 'romeo', will('cut off'));
  bus.isCut = true;
  await juliet.hears('cut off');
  bus.isCut = false;
  romeo.close();
  await juliet.pass(MISSED_MS);
  let tybalt: MqttClient | undefined;
  void connect(there, 'tybalt', will('after it')).then((client) => (tybalt = client));
  while (tybalt === undefined) await juliet.pass(STEP_MS);
  tybalt.close();
  await juliet.hears('after it');
  assert.deepEqual(juliet.texts, ['cut off', 'after it']);
  juliet.close();
});

it('is said when the connection breaks while no router is there', async (t) => {
  const clock = new SteppedClock();
  const { cluster } = await scene(t, { changes: CHANGES, more: { clock } });
  const [here] = cluster.gateways;
  assert.ok(here);
  await inhabit(t, here);
  const romeo = await connect(here, 'romeo', will('meanwhile'));
  const juliet = await Listener.open(here, clock);
  await cluster.stop('router');
  romeo.close();
  await juliet.pass(2000);
  await cluster.startAgain();
  await juliet.hears('meanwhile');
  juliet.close();
});
