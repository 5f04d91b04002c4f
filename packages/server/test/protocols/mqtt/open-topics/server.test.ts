/** `--mqtt-open-topics` on a real server, with a real client. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { test } from 'node:test';
import { connectAsync } from 'mqtt';
import { WebSocket } from 'ws';
import { Condition } from '@posthorn/testing/condition';
import { startInProcess } from '@posthorn/testing/in-process';
import { MqttClient } from '@posthorn/testing/mqtt-client';
import { loadConfig } from '../../../../src/compose/options.ts';
import { connectBytes } from '../samples.ts';

const OPEN = { mqtt: true, mqttPort: 0, mqttOpenTopics: true };

test('MQTT.js publishes and subscribes without a login, over TCP and WebSocket', async (t) => {
  const { server } = await startInProcess(OPEN);
  t.after(() => server.close());
  const urls = [`mqtt://127.0.0.1:${server.ports['mqtt']}`, `ws://127.0.0.1:${server.httpPort}/mqtt`];
  const connects = urls.flatMap((url) =>
    ([4, 5] as const).map((protocolVersion) => connectAsync(url, { protocolVersion })),
  );
  const clients = await Promise.all(connects);
  const heard: string[] = [];
  const progress = new Condition();
  for (const [index, client] of clients.entries()) {
    t.after(() => client.endAsync(true));
    client.on('message', (topic, payload, { qos }) => {
      heard.push(`${index} ${topic} ${payload.toString()} ${qos}`);
      progress.changed();
    });
    await client.subscribeAsync('to/#', { qos: 2 });
  }
  for (const qos of [0, 1, 2] as const)
    await clients[0]?.publishAsync(`to/${qos}`, 'x', { qos, retain: true });
  await progress.until(() => heard.length === 12);
  const late = await connectAsync(urls[0] ?? '', { protocolVersion: 5 });
  t.after(() => late.endAsync(true));
  const retained: string[] = [];
  late.on('message', (topic, _, { retain }) => {
    retained.push(`${topic} ${retain}`);
    progress.changed();
  });
  await late.subscribeAsync('to/+', { qos: 0 });
  await progress.until(() => retained.length === 3);
  assert.deepEqual(retained.toSorted(), ['to/0 true', 'to/1 true', 'to/2 true']);
});

test('a WebSocket speaks mqtt, in binary messages that need not be packets', async (t) => {
  const { server } = await startInProcess(OPEN);
  t.after(() => server.close());
  const url = `ws://127.0.0.1:${server.httpPort}/mqtt`;
  const socket = new WebSocket(url, ['mqttv3.1', 'mqtt']);
  t.after(() => socket.terminate());
  await once(socket, 'open');
  assert.equal(socket.protocol, 'mqtt');
  const connect = connectBytes(4);
  const ping = Uint8Array.of(0xc0, 0);
  // A packet in two messages, and two packets in one, which is two frames.
  socket.send(connect.subarray(0, 5));
  socket.send(connect.subarray(5));
  socket.send(ping, { fin: false });
  socket.send(ping, { fin: true });
  const received: number[] = [];
  const progress = new Condition();
  socket.on('message', (bytes: Buffer) => {
    received.push(...bytes);
    progress.changed();
  });
  await progress.until(() => received.length === 8);
  assert.deepEqual(received, [0x20, 2, 0, 0, 0xd0, 0, 0xd0, 0]);
  socket.send('text');
  const [code] = (await once(socket, 'close')) as [number];
  assert.equal(code, 1003);
});

test('its clients stay, though they never log in, and their wills are heard when they break off', async (t) => {
  const { server, tcpUrl } = await startInProcess(OPEN, { limits: { loginTimeoutMs: 0 } });
  t.after(() => server.close());
  const url = `mqtt://127.0.0.1:${server.ports['mqtt']}`;
  const will = { topic: 'will', payload: Buffer.from('gone') };
  const [ann, bob] = [await MqttClient.connect(url), await MqttClient.connect(url, { will })];
  t.after(() => ann.close());
  // A stranger of another wire is sent away meanwhile.
  const stranger = connect(Number(new URL(tcpUrl).port), '127.0.0.1');
  await once(stranger.resume(), 'close');
  await ann.subscribe('will');
  bob.close();
  await ann.until(() => ann.messages.length === 1);
  assert.deepEqual(ann.texts(), ['gone']);
});

test('a server that others can reach does not start with it', () => {
  const load = (...argv: string[]) =>
    loadConfig({ argv: ['--data', tmpdir(), '--mqtt-open-topics', 'on', ...argv], env: {} });
  assert.throws(() => load('--host', '127.0.0.1'), /--mqtt-open-topics is on without --mqtt on/);
  assert.throws(() => load('--mqtt', 'on', '--host', '0.0.0.0'), /for tests on this machine alone/);
  assert.throws(
    () => load('--mqtt', 'on', '--host', '127.0.0.1', '--public-url', 'https://example.com'),
    /for tests on this machine alone/,
  );
  assert.equal(load('--mqtt', 'on', '--host', '127.0.0.1').config.mqttOpenTopics, true);
});
