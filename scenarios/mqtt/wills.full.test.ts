/** Wills of MQTT's clients whose gateway is killed with SIGKILL: each is said once, and none by whoever has left or is back. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { connect } from '@posthorn/client/node';
import type { Client } from '@posthorn/client/node';
import { startPostgres } from '@posthorn/services';
import { Condition } from '@posthorn/testing/condition';
import { MqttClient } from '@posthorn/testing/mqtt-client';
import type { MqttOptions } from '@posthorn/testing/mqtt-client';
import { ProcessCluster } from '@posthorn/testing/process-cluster';
import { ServerProcess } from '@posthorn/testing/server-process';
import { online } from '../support/chaos.ts';

const PASSWORD = 'wherefore';
const DELAY_S = 2;
const NAMES = ['nurse', 'romeo', 'tybalt', 'mercutio'] as const;

interface Scene {
  /** Of the native protocol. */
  readonly url: string;
  readonly victim: ServerProcess;
  /** Where clients connect once the victim is dead. */
  readonly next: () => Promise<ServerProcess>;
}

function enter(node: ServerProcess, user: string, options: MqttOptions): Promise<MqttClient> {
  const url = `mqtt://127.0.0.1:${node.ready.mqtt}`;
  return MqttClient.connect(url, { user, password: PASSWORD, clientId: user, ...options });
}

function dying(user: string, willDelayInterval: number): MqttOptions {
  return {
    will: { topic: 'u/juliet', payload: `${user} is gone`, qos: 1, properties: { willDelayInterval } },
  };
}

const KEPT: MqttOptions = { clean: false, properties: { sessionExpiryInterval: 600 } };

async function areSaid(t: TestContext, { url, victim, next }: Scene): Promise<void> {
  const juliet = await connect({ server: url, user: 'juliet', password: PASSWORD, register: true });
  t.after(() => juliet.close());
  const heard: string[] = [];
  const hearing = new Condition();
  juliet.on('message', ({ content }) => {
    heard.push(content.text);
    hearing.changed();
  });
  await online(juliet);
  for (const user of NAMES) {
    const client = await connect({ server: url, user, password: PASSWORD, register: true });
    await online(client);
    if (user === 'nurse') await leaves(client, victim);
    await client.close();
  }
  await enter(victim, 'romeo', dying('romeo', 0));
  await enter(victim, 'mercutio', { ...dying('mercutio', DELAY_S), ...KEPT });
  await enter(victim, 'tybalt', { ...dying('tybalt', DELAY_S), ...KEPT });
  await victim.kill();
  const back = await enter(await next(), 'tybalt', KEPT);
  assert.equal((await back.first('connack')).sessionPresent, true);
  await hearing.until(() => heard.length >= 2);
  await back.publish('u/juliet', 'tybalt is here', { qos: 1 });
  await hearing.until(() => heard.includes('tybalt is here'));
  back.close();
  assert.deepEqual(heard.toSorted(), ['mercutio is gone', 'romeo is gone', 'tybalt is here']);
}

/** Resolves when the server knows of the goodbye: what has died before it has told the others is lost. */
async function leaves(nurse: Client, node: ServerProcess): Promise<void> {
  await (await enter(node, 'nurse', dying('nurse', 0))).leave();
  const isThere = async (): Promise<boolean> =>
    (await nurse.call('listSessions', {})).sessions.some(({ device }) => device?.id === 'nurse');
  while (await isThere());
}

const LISTENING = ['--mqtt', '--mqtt-port', '0', '--login-policy', 'multi'];

test('a server is killed, and started again', { timeout: 100_000 }, async (t) => {
  const server = await ServerProcess.start(LISTENING);
  t.after(() => server.remove());
  await areSaid(t, {
    url: server.tcpUrl,
    victim: server,
    next: async () => {
      await server.start();
      return server;
    },
  });
});

const missing = ['POSTHORN_POSTGRES', 'POSTHORN_NATS_SERVER'].find((name) => process.env[name] === undefined);

test(
  'a gateway of a cluster is killed, and stays away',
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
    const [victim, other] = cluster.gateways;
    assert.ok(victim && other);
    await areSaid(t, { url: cluster.url('tcp', 1), victim, next: () => Promise.resolve(other) });
  },
);
