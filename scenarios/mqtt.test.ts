/** MQTT.js as it is, and clients that leave at once, against a server in the process. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connectAsync } from 'mqtt';
import { decodeContent } from '@posthorn/protocol';
import { Condition } from '@posthorn/testing/condition';
import { startInProcess } from '@posthorn/testing/in-process';
import { MqttClient } from '@posthorn/testing/mqtt-client';
import { RawClient } from '@posthorn/testing/raw-client';

test('MQTT.js talks with somebody who uses another client, over TCP and WebSocket', async (t) => {
  const { server, tcpUrl } = await startInProcess({ mqtt: true, mqttPort: 0 });
  t.after(() => server.close());
  const romeo = await RawClient.as(tcpUrl, 'romeo');
  t.after(() => romeo.client.close());
  const urls = [`mqtt://127.0.0.1:${server.ports['mqtt']}`, `ws://127.0.0.1:${server.httpPort}/mqtt`];
  for (const [index, url] of urls.entries()) {
    const name = `juliet-${index}`;
    const { client: native, id } = await RawClient.as(tcpUrl, name);
    native.close();
    const juliet = await connectAsync(url, {
      username: name,
      password: 'pw',
      protocolVersion: index === 0 ? 4 : 5,
    });
    t.after(() => juliet.endAsync(true));
    const heard: string[] = [];
    const progress = new Condition();
    juliet.on('message', (topic, payload) => {
      heard.push(`${topic}: ${payload.toString()}`);
      progress.changed();
    });
    await juliet.subscribeAsync('u/+', { qos: 1 });
    const target = { case: 'user', value: id } as const;
    await romeo.client.ask({
      case: 'send',
      value: { target, clientId: name, content: { text: 'But soft' } },
    });
    await progress.until(() => heard.length === 1);
    await juliet.publishAsync('u/romeo', 'Ay me', { qos: 1 });
    await progress.until(() => heard.length === 2);
    assert.deepEqual(heard, ['u/romeo: But soft', 'u/romeo: Ay me']);
  }
  const heard = (): number => romeo.client.pushes.filter(({ case: kind }) => kind === 'message').length;
  await romeo.client.until(() => heard() === urls.length);
});

test('what is published with QoS 0 by a client that leaves at once is said', async (t) => {
  const { server, tcpUrl } = await startInProcess({ mqtt: true, mqttPort: 0 });
  t.after(() => server.close());
  const romeo = await RawClient.as(tcpUrl, 'romeo');
  t.after(() => romeo.client.close());
  (await RawClient.as(tcpUrl, 'juliet')).client.close();
  const leaving = {
    'by DISCONNECT': (client: MqttClient) => client.leave(),
    'by closing': (client: MqttClient) => {
      client.socket.end();
      return client.until(() => client.isClosed);
    },
  };
  const said: string[] = [];
  for (const [way, leave] of Object.entries(leaving)) {
    const url = `mqtt://127.0.0.1:${server.ports['mqtt']}`;
    const juliet = await MqttClient.connect(url, { user: 'juliet', password: 'pw', clientId: way });
    for (const word of ['Ay', 'me']) {
      said.push(`${word}, ${way}`);
      await juliet.publish('u/romeo', `${word}, ${way}`);
    }
    await leave(juliet);
    const heard = (): readonly string[] =>
      romeo.client.pushes.flatMap((push) =>
        push.case === 'message' ? decodeContent(push.value.content).text : [],
      );
    await romeo.client.until(() => heard().length === said.length);
    assert.deepEqual(heard(), said);
  }
});
